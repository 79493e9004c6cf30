package dev.quorate.trace;

/**
 * The number of a recorded event, unique in its trace and rising with time.
 *
 * @param seq from 1 up
 */
public record EventId(long seq) implements Comparable<EventId> {

    @Override
    public int compareTo(EventId other) {
        return Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
        return "#" + seq;
    }
}
