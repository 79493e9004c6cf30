package dev.quorate.model.net;

import dev.quorate.model.Setting;
import java.time.Duration;

/** TCP as Linux has it, under the sysctls' own names. */
public record TcpSettings(
        @Setting(
                name = "tcp_syn_retries",
                value = "6",
                meaning = "SYNs sent again before connect() fails: 127 s with 6",
                source = "Linux Documentation/networking/ip-sysctl.rst")
        int synRetries,

        @Setting(
                name = "tcp_retries2",
                value = "15",
                meaning = "retransmissions before a live connection fails: 924.6 s with 15 at the least RTO",
                source = "Linux Documentation/networking/ip-sysctl.rst")
        int retries2,

        @Setting(
                value = "1s",
                meaning = "retransmission timeout of a SYN",
                source = "Linux include/net/tcp.h TCP_TIMEOUT_INIT; RFC 6298 section 2.1")
        Duration rtoInitial,

        @Setting(
                value = "200ms",
                meaning = "least retransmission timeout",
                source = "Linux include/net/tcp.h TCP_RTO_MIN")
        Duration rtoMin,

        @Setting(
                value = "120s",
                meaning = "greatest retransmission timeout",
                source = "Linux include/net/tcp.h TCP_RTO_MAX")
        Duration rtoMax,

        @Setting(
                name = "tcp_keepalive_time",
                value = "15s",
                meaning = "idle time before keepalive probes; kernel default 2h, Go sets 15s on every connection",
                source = "Go net/tcpsock.go defaultTCPKeepAliveIdle")
        Duration keepaliveTime,

        @Setting(
                name = "tcp_keepalive_intvl",
                value = "15s",
                meaning = "time between keepalive probes; kernel default 75s, Go sets 15s",
                source = "Go net/tcpsock.go defaultTCPKeepAliveInterval")
        Duration keepaliveInterval,

        @Setting(
                name = "tcp_keepalive_probes",
                value = "9",
                meaning = "unanswered probes before the connection is dead",
                source = "Linux Documentation/networking/ip-sysctl.rst; Go defaultTCPKeepAliveCount")
        int keepaliveProbes) {

    public TcpSettings {
        if (synRetries < 0 || synRetries > 127 || retries2 < 1 || retries2 > 255 || keepaliveProbes < 1) {
            throw new IllegalArgumentException("tcp_syn_retries is 0 to 127, tcp_retries2 1 to 255,"
                    + " tcp_keepalive_probes at least 1; were " + synRetries + ", " + retries2 + ", "
                    + keepaliveProbes);
        }
        if (rtoMin.isZero() || rtoMin.isNegative() || rtoMin.compareTo(rtoMax) > 0 || rtoInitial.isZero()) {
            throw new IllegalArgumentException("rto-min must be above 0 and at most rto-max; was " + rtoMin);
        }
    }
}
