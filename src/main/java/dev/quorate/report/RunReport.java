package dev.quorate.report;

import dev.quorate.outcome.RunOutcome;
import dev.quorate.trace.Interval;
import dev.quorate.trace.Intervals;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a report is made of.
 *
 * @param outcome what the run came to
 * @param trace the whole trace
 * @param intervals its states, folded
 * @param settings the resolved scenario as text, {@code ""} when it is not at hand
 * @param replay the command that runs it again
 * @param lesson what the scenario teaches, a line each
 * @param notModelled what is not modelled, a line each
 * @param messages the messages at hand, in the order in which they ended; empty when none were recorded
 */
public record RunReport(
        RunOutcome outcome,
        Trace trace,
        List<Interval> intervals,
        String settings,
        String replay,
        List<String> lesson,
        List<String> notModelled,
        List<MessageRecord> messages) {

    public RunReport {
        intervals = List.copyOf(intervals);
        lesson = List.copyOf(lesson);
        notModelled = List.copyOf(notModelled);
        messages = List.copyOf(messages);
    }

    /** A report on a trace; the intervals are folded from it. */
    public static RunReport of(
            RunOutcome outcome,
            Trace trace,
            String settings,
            String replay,
            List<String> lesson,
            List<String> notModelled) {
        return new RunReport(outcome, trace, Intervals.of(trace), settings, replay, lesson, notModelled, List.of());
    }

    /** The same with messages to draw from. */
    public RunReport withMessages(List<MessageRecord> heard) {
        return new RunReport(outcome, trace, intervals, settings, replay, lesson, notModelled, heard);
    }

    /** What the run's lanes are drawn from. */
    Lanes lanes() {
        Set<String> several = new TreeSet<>();
        for (TraceRecord record : trace.records()) {
            if (record.event() instanceof ResourceStateChanged change
                    && (change.mostAtOnce() > 1 || change.reason().equals(ResourceStateChanged.FENCE_DEVICE))) {
                several.add(change.resource());
            }
        }
        return new Lanes(intervals, trace.end(), several);
    }
}
