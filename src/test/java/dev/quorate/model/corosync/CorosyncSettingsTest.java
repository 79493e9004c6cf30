package dev.quorate.model.corosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quorate.model.corosync.totem.TotemSettings;
import dev.quorate.model.corosync.totem.TotemTimeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What corosync.conf may say, and the times that corosync computes from it (corosync.conf(5), totemconfig.c). */
class CorosyncSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token=30ms",
                "join=1ms",
                "merge=1ms",
                "consensus=0",
                "token_coefficient=0",
                "token_retransmits_before_loss_const=1",
                "seqno_unchanged_const=1",
                "fail_recv_const=1",
                "window_size=1",
                "max_messages=1",
                "miss_count_const=1",
                "knet_pong_count=1",
                "quorum.expected_votes=10000",
                "quorum.wait_for_all=-1",
                "quorum.auto_tie_breaker_node=2 3",
                "quorum.device.votes=1"
            })
    void takesWhatIsJustInRange(String line) {
        assertThat(RingLab.settings(line)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "token=29ms,token must be at least 30 ms",
        "join=0s,join must be at least 1 ms",
        "merge=0s,merge must be at least 1 ms",
        "token_retransmits_before_loss_const=0,token_retransmits_before_loss_const must be at least 1",
        "seqno_unchanged_const=0,seqno_unchanged_const must be at least 1",
        "fail_recv_const=0,fail_recv_const must be at least 1",
        "window_size=0,window_size must be at least 1",
        "max_messages=0,max_messages must be at least 1",
        "miss_count_const=0,miss_count_const must be at least 1",
        "knet_pong_count=0,knet_pong_count must be at least 1",
        "quorum.expected_votes=-1,expected_votes must be 0..10000",
        "quorum.expected_votes=10001,expected_votes must be 0..10000",
        "quorum.two_node=2,two_node must be 0..1",
        "quorum.wait_for_all=2,wait_for_all must be -1..1",
        "quorum.wait_for_all=-2,wait_for_all must be -1..1",
        "quorum.auto_tie_breaker=2,auto_tie_breaker must be 0..1",
        "quorum.last_man_standing=-1,last_man_standing must be 0..1",
        "quorum.auto_tie_breaker_node=first,'auto_tie_breaker_node must be lowest, highest or node ids'",
        "quorum.device.model=net,quorum.device.model = net needs quorum.device.host",
        "quorum.device.votes=0,quorum.device.votes must be at least 1"
    })
    void refusesWhatIsNot(String line, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RingLab.settings(line))
                .withMessageContaining(problem);
    }

    @Test
    void timesAreInMillisecondsAtLeastOneNegativeIsRefused() {
        TotemSettings totem = RingLab.settings().totem();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TotemSettings(
                        totem.transport(),
                        totem.token(),
                        Duration.ofMillis(-1),
                        totem.tokenRetransmitsBeforeLossConst(),
                        totem.tokenRetransmit(),
                        totem.hold(),
                        totem.join(),
                        totem.consensus(),
                        totem.merge(),
                        totem.seqnoUnchangedConst(),
                        totem.failRecvConst(),
                        totem.windowSize(),
                        totem.maxMessages(),
                        totem.missCountConst(),
                        totem.knetPingInterval(),
                        totem.knetPingTimeout(),
                        totem.knetPongCount()))
                .withMessage("a time of totem must be at least 0 ms, was -1 ms");
    }

    @ParameterizedTest
    @CsvSource({
        "1, token=1s, 1000 238 180 1200 250 500",
        "2, token=1s, 1000 238 180 1200 250 500",
        "3, token=1s, 1650 392 303 1980 412 825",
        "5, token=3s, 4950 1178 932 5940 1237 2475",
        "3, token=1s token_coefficient=0, 1000 238 180 1200 250 500",
        "3, token=1s token_retransmits_before_loss_const=10, 1650 161 118 1980 412 825",
        "3, token=1s token_retransmit=100ms hold=50ms consensus=7s, 1650 100 50 7000 412 825",
        "3, token=1s knet_ping_interval=300ms knet_ping_timeout=900ms, 1650 392 303 1980 300 900",
        "3, token=1s knet_pong_count=5, 1650 392 303 1980 165 330",
        "2, token=30ms, 30 7 1 36 7 15"
    })
    void timesFollowFromTheTokenAndTheNumberOfNodes(int nodes, String lines, String times) {
        TotemTimeouts made = TotemTimeouts.of(RingLab.settings(lines.split(" ")).totem(), nodes);
        assertThat(made.token().toMillis() + " " + made.tokenRetransmit().toMillis() + " "
                        + made.hold().toMillis() + " " + made.consensus().toMillis() + " "
                        + made.pingInterval().toMillis() + " "
                        + made.pingTimeout().toMillis())
                .isEqualTo(times);
    }
}
