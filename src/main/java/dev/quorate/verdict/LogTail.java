package dev.quorate.verdict;

import dev.quorate.trace.TraceRecord;

/** The tail of one member's log as the trace tells it: the terms of its last {@value #KEPT} entries. */
final class LogTail {

    static final int KEPT = 4_096;

    private final long[] terms = new long[KEPT];
    private long first = -1;
    private long last = -1;

    /** The member a record speaks of: its host, and its process where that is not plain etcd. */
    static String member(TraceRecord record) {
        return record.component().isEmpty() || record.component().equals("etcd")
                ? record.host()
                : record.host() + "/" + record.component();
    }

    /** The last index, or -1 when no append was recorded. */
    long last() {
        return last;
    }

    /** The term at an index, or -1 when it is not known. */
    long term(long index) {
        return index < first || index > last || index <= last - KEPT || first < 0 ? -1 : terms[(int) (index % KEPT)];
    }

    void append(long index, long term) {
        if (last < 0 || index > last + 1 || index < first) {
            first = index;
        }
        last = index;
        terms[(int) (index % KEPT)] = term;
    }

    void truncate(long fromIndex) {
        if (last < 0 || fromIndex > last) {
            return;
        }
        if (fromIndex <= first) {
            first = -1;
            last = -1;
        } else {
            last = fromIndex - 1;
        }
    }
}
