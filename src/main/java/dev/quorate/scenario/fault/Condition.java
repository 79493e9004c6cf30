package dev.quorate.scenario.fault;

import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseDeleted;
import dev.quorate.trace.LeaderElectionEvent.LeaseWritten;
import dev.quorate.trace.NetworkEvent.VipAcquired;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What must have happened for a fault to be injected, asked of each record of the trace as it is written. */
public sealed interface Condition {

    /** Whether this record makes it true, or starts its clock where {@link #hold} is not zero. */
    boolean matches(TraceRecord record);

    /** Whether this record makes it false again before its time has passed. */
    default boolean ends(TraceRecord record) {
        return false;
    }

    /** How long it must stay true. */
    default Duration hold() {
        return Duration.ZERO;
    }

    /** Nobody has renewed a lease for that long, as the store knows. */
    record LeaseAge(String lease, Duration age) implements Condition {
        @Override
        public boolean matches(TraceRecord record) {
            return record.event() instanceof LeaseWritten e
                    && Whereabouts.shortName(e.lease()).equals(lease);
        }

        @Override
        public boolean ends(TraceRecord record) {
            return record.event() instanceof LeaseDeleted e
                    && Whereabouts.shortName(e.lease()).equals(lease);
        }

        @Override
        public Duration hold() {
            return age;
        }
    }

    /** A host has acquired a VIP, after time zero. */
    record VipOn(String host) implements Condition {
        @Override
        public boolean matches(TraceRecord record) {
            return record.event() instanceof VipAcquired && record.host().equals(host);
        }
    }

    /** A host's process has begun to act as leader of a lease; any host when empty. */
    record LeaderOn(String lease, String host) implements Condition {
        @Override
        public boolean matches(TraceRecord record) {
            return record.event() instanceof LeadershipStarted e
                    && Whereabouts.shortName(e.lease()).equals(lease)
                    && (host.isEmpty() || record.host().equals(host));
        }
    }

    /**
     * An event was recorded.
     *
     * @param kind the event's name in kebab case, {@code fence-confirmed}
     * @param fields components of the event, or {@code host} and {@code component}, with the text they must have
     */
    record EventSeen(String kind, SortedMap<String, String> fields) implements Condition {

        public EventSeen {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }

        @Override
        public boolean matches(TraceRecord record) {
            if (!EventWords.kindOf(record.event()).equals(kind)) {
                return false;
            }
            for (var field : fields.entrySet()) {
                if (!field.getValue().equals(EventWords.read(record, field.getKey()))) {
                    return false;
                }
            }
            return true;
        }
    }
}
