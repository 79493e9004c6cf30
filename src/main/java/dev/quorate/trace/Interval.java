package dev.quorate.trace;

import dev.quorate.time.SimTime;
import java.time.Duration;

/**
 * A state that lasted: who led, held the VIP, was down, and from when to when.
 *
 * @param track what kind of state
 * @param subject which one; see {@link Track}
 * @param host where; see {@link Track}
 * @param state its name
 * @param from its first instant
 * @param to the instant after its last; the end of the trace when it is open
 * @param open whether it still lasted when the trace ended
 * @param begunBy the event that began it
 */
public record Interval(
        Track track,
        String subject,
        String host,
        String state,
        SimTime from,
        SimTime to,
        boolean open,
        EventId begunBy) {

    public Duration length() {
        return to.since(from);
    }

    public boolean contains(SimTime at) {
        return !at.isBefore(from) && (at.isBefore(to) || open);
    }
}
