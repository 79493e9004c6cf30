package dev.quorate.report;

import dev.quorate.time.SimTime;
import dev.quorate.trace.FaultEvent.FaultEnded;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.RunEvent.EverythingHealed;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;

/** The marks that faults leave on every picture. */
final class Faults {

    /** A fault began, or ended. */
    record Mark(SimTime at, String words, boolean ends, boolean operator) {}

    private Faults() {}

    static List<Mark> of(Trace trace) {
        List<Mark> marks = new ArrayList<>();
        for (TraceRecord record : trace.records()) {
            if (record.event() instanceof FaultInjected fault) {
                marks.add(new Mark(record.at(), fault.what(), false, fault.operator()));
            } else if (record.event() instanceof FaultEnded ended) {
                marks.add(new Mark(record.at(), ended.what(), true, false));
            } else if (record.event() instanceof EverythingHealed) {
                marks.add(new Mark(record.at(), record.event().describe(), true, false));
            }
        }
        return marks;
    }
}
