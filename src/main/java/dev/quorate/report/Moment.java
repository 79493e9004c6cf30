package dev.quorate.report;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An instant that a reader wants to look at closely: a rule was broken, or the cluster had recovered.
 *
 * @param name what it was
 * @param at when
 * @param evidence the events that show it
 */
public record Moment(String name, SimTime at, List<EventId> evidence) {

    /** How many moments a report looks at. */
    public static final int MOST = 3;

    private static final Duration BEFORE = Duration.ofSeconds(30);
    private static final Duration AFTER = Duration.ofSeconds(2);

    public Moment {
        evidence = List.copyOf(evidence);
    }

    /** The first violation of each of the first broken rules; the recovery when none is broken. */
    public static List<Moment> of(RunReport report) {
        List<Moment> moments = new ArrayList<>();
        for (VerdictResult result : report.outcome().broken()) {
            result.first()
                    .filter(violation -> !violation.evidence().isEmpty() && moments.size() < MOST)
                    .ifPresent(violation ->
                            moments.add(new Moment(result.fullName(), violation.from(), violation.evidence())));
        }
        if (moments.isEmpty()) {
            recovery(report.trace(), moments);
        }
        return moments;
    }

    private static void recovery(Trace trace, List<Moment> moments) {
        Explanation.ofRecovery(trace).filter(e -> !e.sentences().isEmpty()).ifPresent(explained -> {
            Explanation.Sentence last =
                    explained.sentences().get(explained.sentences().size() - 1);
            moments.add(new Moment("the recovery", last.at(), List.of(last.event())));
        });
    }

    /** The first instant that belongs to the picture. */
    SimTime from() {
        return at.minus(BEFORE);
    }

    /** The last instant that belongs to the picture. */
    SimTime to() {
        return at.plus(AFTER);
    }

    /** Whether a message may belong to the picture. */
    public boolean isNear(MessageRecord message) {
        return !message.sentAt().isBefore(from()) && !message.sentAt().isAfter(to());
    }
}
