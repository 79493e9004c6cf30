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

    private static final class Entry {
        private String neighbour;
        private long confirmedMicros;
        private long delayEndsMicros = -1;

        Entry(String neighbour, long confirmedMicros) {
            this.neighbour = neighbour;
            this.confirmedMicros = confirmedMicros;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** The neighbour to send to; empty when nobody answers (EHOSTUNREACH after some 3 s). */
    public Optional<String> resolve(String address, long nowMicros, Neighbours neighbours) {
        Entry entry = entries.get(address);
        if (entry == null) {
            return broadcast(address, nowMicros, neighbours);
        }
        if (nowMicros - entry.confirmedMicros <= reachableMicros) {
            return Optional.of(entry.neighbour);
        }
        if (entry.delayEndsMicros < 0) {
            entry.delayEndsMicros = nowMicros + delayMicros;
        }
        if (nowMicros < entry.delayEndsMicros) {
            return Optional.of(entry.neighbour);
        }
        if (neighbours.answers(entry.neighbour, address)) {
            entry.confirmedMicros = nowMicros;
            entry.delayEndsMicros = -1;
            return Optional.of(entry.neighbour);
        }
        if (nowMicros < entry.delayEndsMicros + probeMicros) {
            return Optional.of(entry.neighbour);
        }
        entries.remove(address);
        return broadcast(address, nowMicros, neighbours);
    }

    /** TCP made progress towards that address: its entry is confirmed. */
    public void confirm(String address, long nowMicros) {
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.confirmedMicros = nowMicros;
            entry.delayEndsMicros = -1;
        }
    }

    /**
     * A gratuitous ARP was heard: an existing entry now points to its sender, unconfirmed (NUD_STALE).
     *
     * @return whether the entry changed its neighbour
     */
    public boolean gratuitous(String address, String sender, long nowMicros) {
        Entry entry = entries.get(address);
        if (entry == null || entry.neighbour.equals(sender)) {
            return false;
        }
        entry.neighbour = sender;
        entry.confirmedMicros = nowMicros - reachableMicros - 1;
        entry.delayEndsMicros = -1;
        return true;
    }

    /** The neighbour of an entry as it stands, resolved or not; null when there is none. */
    public @Nullable String peek(String address) {
        Entry entry = entries.get(address);
        return entry == null ? null : entry.neighbour;
    }

    /** Forget everything: the host lost power. */
    public void clear() {
        entries.clear();
    }

    private Optional<String> broadcast(String address, long nowMicros, Neighbours neighbours) {
        Optional<String> answer = neighbours.whoHas(address);
        answer.ifPresent(neighbour -> entries.put(address, new Entry(neighbour, nowMicros)));
        return answer;
    }
}
