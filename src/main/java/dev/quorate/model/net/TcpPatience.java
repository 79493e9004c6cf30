package dev.quorate.model.net;

/**
 * How long Linux's TCP waits, and how often it tries, before it tells the application: tcp(7), net/ipv4/tcp_timer.c.
 *
 * @param synRetries net.ipv4.tcp_syn_retries, default 6: a connect that nobody answers fails after 127 s
 * @param retries2 net.ipv4.tcp_retries2, default 15: unacknowledged data fails after 924.6 s at the least RTO
 * @param orphanRetries net.ipv4.tcp_orphan_retries, 8 where it is 0: a closed socket's data and FIN
 * @param keepaliveIntervalMicros idle time before a probe and between probes; Go's net.Dialer sets 15 s for both
 * @param keepaliveProbes net.ipv4.tcp_keepalive_probes, default 9
 */
public record TcpPatience(
        int synRetries, int retries2, int orphanRetries, long keepaliveIntervalMicros, int keepaliveProbes) {

    public static final TcpPatience LINUX = new TcpPatience(6, 15, 8, 15_000_000, 9);

    private static final long SYN_RTO_MICROS = 1_000_000;
    private static final long RTO_MIN_MICROS = 200_000;
    private static final long RTO_MAX_MICROS = 120_000_000;

    /** A failed ARP resolution is reported after 3 broadcasts a second apart (mcast_solicit). */
    public static final long ARP_FAILURE_MICROS = 3_000_000;

    public TcpPatience {
        if (synRetries < 0 || retries2 < 0 || orphanRetries < 0 || keepaliveProbes < 1) {
            throw new IllegalArgumentException("retries are not negative, keepalive probes at least 1");
        }
    }

    /** The wait after the n-th SYN (n from 0): 1 s, 2 s, 4 s, ... */
    public static long afterSyn(int attempt) {
        return SYN_RTO_MICROS << Math.min(attempt, 6);
    }

    /** The wait after the n-th transmission of data (n from 0): 200 ms doubled, at most 120 s. */
    public static long afterData(int attempt) {
        return Math.min(RTO_MIN_MICROS << Math.min(attempt, 20), RTO_MAX_MICROS);
    }

    public boolean givesUpConnecting(int attempts) {
        return attempts > synRetries;
    }

    public boolean givesUpData(int attempts, boolean orphan) {
        return attempts > (orphan ? orphanRetries : retries2);
    }
}
