package dev.quorate.model.corosync.totem;

import dev.quorate.model.Setting;
import java.time.Duration;

/**
 * The totem section of corosync.conf; zero means that Corosync computes the value.
 *
 * @param transport how datagrams travel: knet watches its links, udpu does not
 * @param token the base token timeout; {@code tokenCoefficient} is added for each node beyond two
 */
public record TotemSettings(
        @Setting(
                value = "knet",
                meaning = "knet (links watched by ping and pong) or udpu (bare UDP unicast)",
                source = "corosync.conf(5), transport")
        Transport transport,

        @Setting(
                value = "3s",
                meaning = "time without the token after which it counts as lost, before token_coefficient",
                source = "exec/totemconfig.c v3.1.7, TOKEN_TIMEOUT (1000 ms in corosync 2)")
        Duration token,

        @Setting(
                value = "650ms",
                name = "token_coefficient",
                meaning = "added to token for each node of the nodelist beyond two",
                source = "corosync.conf(5), token_coefficient")
        Duration tokenCoefficient,

        @Setting(
                value = "4",
                name = "token_retransmits_before_loss_const",
                meaning = "how often a token may be sent again before it counts as lost",
                source = "corosync.conf(5), token_retransmits_before_loss_const")
        int tokenRetransmitsBeforeLossConst,

        @Setting(
                value = "0",
                name = "token_retransmit",
                meaning = "time after which an unanswered token is sent again; 0: token / (retransmits + 0.2)",
                source = "exec/totemconfig.c, totem_volatile_config_set_defaults")
        Duration tokenRetransmit,

        @Setting(
                value = "0",
                meaning = "how long the representative holds the token of an idle ring; 0: retransmit * 0.8 - 10 ms",
                source = "exec/totemconfig.c, totem_volatile_config_set_defaults")
        Duration hold,

        @Setting(
                value = "50ms",
                meaning = "time between join messages while members are gathered",
                source = "corosync.conf(5), join")
        Duration join,

        @Setting(
                value = "0",
                meaning = "time to wait for consensus before the silent are left out; 0: 1.2 * token",
                source = "corosync.conf(5), consensus")
        Duration consensus,

        @Setting(
                value = "200ms",
                meaning = "time between merge-detect messages of an idle ring's representative",
                source = "corosync.conf(5), merge")
        Duration merge,

        @Setting(
                value = "30",
                name = "seqno_unchanged_const",
                meaning = "rotations of the token without traffic before it is held",
                source = "corosync.conf(5), seqno_unchanged_const")
        int seqnoUnchangedConst,

        @Setting(
                value = "2500",
                name = "fail_recv_const",
                meaning = "rotations in which an expected message may be missing before a new ring is formed",
                source = "corosync.conf(5), fail_recv_const")
        int failRecvConst,

        @Setting(
                value = "50",
                name = "window_size",
                meaning = "most messages that one rotation of the token may carry",
                source = "corosync.conf(5), window_size")
        int windowSize,

        @Setting(
                value = "17",
                name = "max_messages",
                meaning = "most messages that one node may send on one receipt of the token",
                source = "corosync.conf(5), max_messages")
        int maxMessages,

        @Setting(
                value = "5",
                name = "miss_count_const",
                meaning = "rotations in which a message is missed before it is asked for again",
                source = "corosync.conf(5), miss_count_const")
        int missCountConst,

        @Setting(
                value = "0",
                name = "knet_ping_interval",
                meaning = "time between pings on a link; 0: token / (knet_pong_count * 2)",
                source = "corosync.conf(5), knet_ping_interval")
        Duration knetPingInterval,

        @Setting(
                value = "0",
                name = "knet_ping_timeout",
                meaning = "time without a pong after which a link is down; 0: token / knet_pong_count",
                source = "corosync.conf(5), knet_ping_timeout")
        Duration knetPingTimeout,

        @Setting(
                value = "2",
                name = "knet_pong_count",
                meaning = "pongs in time before a link that was down is up again",
                source = "corosync.conf(5), knet_pong_count")
        int knetPongCount) {

    /** How datagrams travel. */
    public enum Transport {
        KNET,
        UDPU
    }

    public TotemSettings {
        atLeast(token, 30, "token");
        atLeast(join, 1, "join");
        atLeast(merge, 1, "merge");
        for (Duration span :
                new Duration[] {tokenCoefficient, tokenRetransmit, hold, consensus, knetPingInterval, knetPingTimeout
                }) {
            atLeast(span, 0, "a time of totem");
        }
        atLeast(tokenRetransmitsBeforeLossConst, "token_retransmits_before_loss_const");
        atLeast(seqnoUnchangedConst, "seqno_unchanged_const");
        atLeast(failRecvConst, "fail_recv_const");
        atLeast(windowSize, "window_size");
        atLeast(maxMessages, "max_messages");
        atLeast(missCountConst, "miss_count_const");
        atLeast(knetPongCount, "knet_pong_count");
    }

    private static void atLeast(Duration span, long millis, String name) {
        if (span.compareTo(Duration.ofMillis(millis)) < 0) {
            throw new IllegalArgumentException(
                    name + " must be at least " + millis + " ms, was " + span.toMillis() + " ms");
        }
    }

    private static void atLeast(int count, String name) {
        if (count < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + count);
        }
    }
}
