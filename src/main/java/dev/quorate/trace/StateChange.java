package dev.quorate.trace;

import dev.quorate.time.SimTime;

/**
 * One state of the cluster gave way to another.
 *
 * @param track what kind of state
 * @param subject which one: a lease, a VIP, a resource, a component; see {@link Track}
 * @param host where; see {@link Track}
 * @param from the state before, {@code ""} for none
 * @param to the state now, {@code ""} for none
 * @param record the event that brought it about
 */
public record StateChange(Track track, String subject, String host, String from, String to, TraceRecord record) {

    public SimTime at() {
        return record.at();
    }
}
