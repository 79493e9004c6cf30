package dev.quorate.trace;

import org.jspecify.annotations.Nullable;

/**
 * The number of a recorded event, unique in its trace and rising with time.
 *
 * @param seq from 1 up
 */
public record EventId(long seq) implements Comparable<EventId> {

    /** Written out: causes are compared for every event, and a record's own equality is slow until it is compiled. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventId event && seq == event.seq;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(seq);
    }

    @Override
    public int compareTo(EventId other) {
        return Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
        return "#" + seq;
    }
}
