package dev.quorate.verdict;

import dev.quorate.trace.TraceRecord;

/** Words that notes are made of. */
final class Words {

    private Words() {}

    /** The subject of a record's sentence: {@code kube-scheduler on k8s-master01}. */
    static String subject(TraceRecord record) {
        if (record.host().isEmpty()) {
            return record.component().isEmpty() ? "the run" : record.component();
        }
        return record.component().isEmpty() ? record.host() : record.component() + " on " + record.host();
    }
}
