package dev.quorate.model.net;

import dev.quorate.time.SimTime;

/** How long Linux's TCP waits, and how often it tries, before it tells the application: tcp(7), net/ipv4/tcp_timer.c. */
public final class TcpPatience {

    private static final int ORPHAN_RETRIES = 8;

    private final TcpSettings tcp;
    private final long arpFailureMicros;

    public TcpPatience(TcpSettings tcp, ArpSettings arp) {
        this.tcp = tcp;
        this.arpFailureMicros = arp.mcastSolicit() * SimTime.micros(arp.retransTime());
    }

    /** When a failed ARP resolution is reported as EHOSTUNREACH. */
    public long arpFailureMicros() {
        return arpFailureMicros;
    }

    /** The wait after the n-th SYN (n from 0): 1 s, 2 s, 4 s, ... */
    public long afterSynMicros(int attempt) {
        return doubled(SimTime.micros(tcp.rtoInitial()), attempt);
    }

    /** The wait after the n-th transmission of data (n from 0): 200 ms doubled, at most 120 s. */
    public long afterDataMicros(int attempt) {
        return doubled(SimTime.micros(tcp.rtoMin()), attempt);
    }

    /** How long a connection is idle before it is probed, or between probes. */
    public long keepaliveMicros(int probes) {
        return SimTime.micros(probes == 0 ? tcp.keepaliveTime() : tcp.keepaliveInterval());
    }

    public boolean givesUpProbing(int probes) {
        return probes >= tcp.keepaliveProbes();
    }

    public boolean givesUpConnecting(int attempts) {
        return attempts > tcp.synRetries();
    }

    /** A closed socket's data and FIN are given up sooner: tcp_orphan_retries, 8 where it is 0. */
    public boolean givesUpData(int attempts, boolean orphan) {
        return attempts > (orphan ? ORPHAN_RETRIES : tcp.retries2());
    }

    private long doubled(long first, int attempt) {
        return Math.min(first << Math.min(attempt, 20), SimTime.micros(tcp.rtoMax()));
    }
}
