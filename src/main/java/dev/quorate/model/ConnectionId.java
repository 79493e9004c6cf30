package dev.quorate.model;

/**
 * One end of a TCP connection, as its own process knows it: a file descriptor.
 *
 * @param number unique on its host, never used again in a run
 */
public record ConnectionId(long number) implements Comparable<ConnectionId> {

    @Override
    public int compareTo(ConnectionId other) {
        return Long.compare(number, other.number);
    }
}
