package dev.quorate.model;

import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection, as its own process knows it: a file descriptor.
 *
 * @param number unique on its host, never used again in a run
 */
public record ConnectionId(long number) implements Comparable<ConnectionId> {

    /** Written out, as {@link Timer}'s. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionId connection && number == connection.number;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    @Override
    public int compareTo(ConnectionId other) {
        return Long.compare(number, other.number);
    }
}
