package dev.quorate.verdict;

import dev.quorate.time.SimTime;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;

/** Words that notes are made of. */
final class Words {

    private Words() {}

    /** A span in seconds with one decimal, rounded half up: {@code 48.2 s}. */
    static String seconds(Duration span) {
        long tenths = Math.floorDiv(SimTime.micros(span) + 50_000, 100_000L);
        return tenths / 10 + "." + tenths % 10 + " s";
    }

    /** The subject of a record's sentence: {@code kube-scheduler on k8s-master01}. */
    static String subject(TraceRecord record) {
        if (record.event() instanceof FaultInjected fault) {
            return fault.operator() ? "a person" : "fault:";
        }
        if (record.host().isEmpty()) {
            return record.component().isEmpty() ? "the run" : record.component();
        }
        return record.component().isEmpty() ? record.host() : record.component() + " on " + record.host();
    }
}
