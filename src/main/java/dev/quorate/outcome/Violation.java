package dev.quorate.outcome;

import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import java.time.Duration;
import java.util.List;

/**
 * One time that a rule was broken.
 *
 * @param from when it began to be broken
 * @param to when it ended, or the end of the run
 * @param open whether it was still broken when the run ended
 * @param who the hosts or processes involved
 * @param what in words: {@code "2 holders of 192.168.15.200"}
 * @param evidence the events that show it; the first is the one that broke the rule
 * @param protection which protection failed last, in words; {@code ""} when the trace does not tell
 */
public record Violation(
        SimTime from,
        SimTime to,
        boolean open,
        List<String> who,
        String what,
        List<EventId> evidence,
        String protection) {

    public Violation {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a violation from " + from + " cannot end at " + to);
        }
        who = List.copyOf(who);
        evidence = List.copyOf(evidence);
    }

    /** A violation of an instant: what was written stays written. */
    public static Violation at(SimTime at, List<String> who, String what, List<EventId> evidence, String protection) {
        return new Violation(at, at, false, who, what, evidence, protection);
    }

    public Duration length() {
        return to.since(from);
    }
}
