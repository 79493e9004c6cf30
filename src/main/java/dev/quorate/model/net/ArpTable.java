package dev.quorate.model.net;

import dev.quorate.time.SimTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One host's neighbour table: which neighbour it believes to hold an address.
 *
 * <p>Entries live as Linux's do (net/core/neighbour.c, arp(7)): REACHABLE for about base_reachable_time after the last
 * confirmation, then STALE; the first use of a stale entry begins DELAY (the entry is used on), then come unicast probes
 * retrans_time apart; when none is answered the entry is dropped and the next use broadcasts. A gratuitous ARP changes an
 * entry that exists and creates none ({@code arp_accept=0}). Confirmation by an upper layer (TCP progress) counts.
 * States are computed when the table is asked, so an idle entry costs nothing.
 */
public final class ArpTable {

    private final long reachableMicros;
    private final long delayMicros;
    private final long probeMicros;

    public ArpTable(ArpSettings settings) {
        reachableMicros = SimTime.micros(settings.baseReachableTime());
        delayMicros = SimTime.micros(settings.delayFirstProbeTime());
        probeMicros = settings.ucastSolicit() * SimTime.micros(settings.retransTime());
    }

    /** What answers ARP now, as this host can hear it. */
    public interface Neighbours {

        /** Who answers a broadcast for that address first, if anybody. */
        Optional<String> whoHas(String address);

        /** Whether that neighbour answers a unicast probe for the address. */
        boolean answers(String neighbour, String address);
    }

    /** What the table holds of one address; the same object for the table's whole life, whatever it holds. */
    public final class Entry {
        private final String address;
        private @Nullable String neighbour;
        private long confirmedMicros;
        private long delayEndsMicros = -1;

        private Entry(String address) {
            this.address = address;
        }

        /** The neighbour to send to; null when nobody answers (EHOSTUNREACH after some 3 s). */
        public @Nullable String resolve(long nowMicros, Neighbours neighbours) {
            String known = neighbour;
            if (known == null) {
                return broadcast(nowMicros, neighbours);
            }
            if (nowMicros - confirmedMicros <= reachableMicros) {
                return known;
            }
            if (delayEndsMicros < 0) {
                delayEndsMicros = nowMicros + delayMicros;
            }
            if (nowMicros < delayEndsMicros) {
                return known;
            }
            if (neighbours.answers(known, address)) {
                confirmedMicros = nowMicros;
                delayEndsMicros = -1;
                return known;
            }
            if (nowMicros < delayEndsMicros + probeMicros) {
                return known;
            }
            neighbour = null;
            return broadcast(nowMicros, neighbours);
        }

        private @Nullable String broadcast(long nowMicros, Neighbours neighbours) {
            String answer = neighbours.whoHas(address).orElse(null);
            neighbour = answer;
            confirmedMicros = nowMicros;
            delayEndsMicros = -1;
            return answer;
        }

        /** TCP made progress towards that address: the entry is confirmed, if it holds anything. */
        public void confirm(long nowMicros) {
            confirmedMicros = nowMicros;
            delayEndsMicros = -1;
        }

        /**
         * A gratuitous ARP was heard: an entry that holds a neighbour now points to its sender, unconfirmed (NUD_STALE).
         *
         * @return whether the entry changed its neighbour
         */
        public boolean gratuitous(String sender, long nowMicros) {
            if (neighbour == null || neighbour.equals(sender)) {
                return false;
            }
            neighbour = sender;
            confirmedMicros = nowMicros - reachableMicros - 1;
            delayEndsMicros = -1;
            return true;
        }

        /** The neighbour as it stands, resolved or not; null when there is none. */
        public @Nullable String peek() {
            return neighbour;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** The entry of that address, empty at first. */
    public Entry of(String address) {
        return entries.computeIfAbsent(address, Entry::new);
    }

    /** Forget everything: the host lost power. */
    public void clear() {
        for (Entry entry : entries.values()) {
            entry.neighbour = null;
        }
    }
}
