package dev.quorate.model.corosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.corosync.qdevice.Qdevice;
import dev.quorate.model.corosync.qdevice.Qnetd;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QdeviceTest {

    private static final CorosyncSettings WITH_DEVICE =
            RingLab.settings("token=1s", "quorum.device.model=net", "quorum.device.host=10.0.0.100");

    private static RingLab fourNodesAndQnetd(long seed) {
        RingLab ring = new RingLab(seed, 4, WITH_DEVICE);
        ring.lab().host("n9", Map.of("cluster", "10.0.0.100"));
        ring.lab()
                .start(
                        "n9",
                        "corosync-qnetd",
                        () -> new Qnetd(WITH_DEVICE.quorum().device()));
        ring.settled(RandomStream.of(seed));
        for (int id = 1; id <= 4; id++) {
            ring.lab()
                    .start(
                            "n" + id,
                            "corosync-qdevice",
                            () -> new Qdevice(WITH_DEVICE.quorum().device(), 4));
        }
        return ring.runFor(Duration.ofSeconds(20));
    }

    @Test
    void theDeviceVotesWithAWholeCluster() {
        RingLab ring = fourNodesAndQnetd(1);
        assertThat(ring.states(1, 2, 3, 4)).isEqualTo("1:Q(4), 2:Q(4), 3:Q(4), 4:Q(4)");
        assertThat(ring.quorum(1).votes()).isEqualTo(5);
        assertThat(ring.quorum(1).quorum()).isEqualTo(3);
    }

    @Test
    void oneOfTwoEqualHalvesGetsTheVote() {
        for (long seed = 1; seed <= 5; seed++) {
            RingLab ring = fourNodesAndQnetd(seed);
            ring.partition("1 2 9|3 4 9").runFor(Duration.ofSeconds(40));
            assertThat(ring.states(1, 2, 3, 4)).as("seed " + seed).isEqualTo("1:Q(2), 2:Q(2), 3:-(2), 4:-(2)");
        }
    }

    @Test
    void theHalfThatReachesQnetdGetsTheVote() {
        RingLab ring = fourNodesAndQnetd(2);
        ring.partition("1 2|3 4 9").runFor(Duration.ofSeconds(60));
        assertThat(ring.states(1, 2, 3, 4)).isEqualTo("1:-(2), 2:-(2), 3:Q(2), 4:Q(2)");
        ring.heal().runFor(Duration.ofSeconds(60));
        assertThat(ring.states(1, 2, 3, 4)).isEqualTo("1:Q(4), 2:Q(4), 3:Q(4), 4:Q(4)");
    }

    @Test
    void withoutQnetdTheNodesCountAlone() {
        RingLab ring = fourNodesAndQnetd(3);
        ring.lab().powerOff("n9");
        ring.runFor(Duration.ofSeconds(60));
        assertThat(ring.states(1, 2, 3, 4)).isEqualTo("1:Q(4), 2:Q(4), 3:Q(4), 4:Q(4)");
        assertThat(List.of(ring.quorum(1).votes(), ring.quorum(4).votes())).containsOnly(4);
        ring.partition("1 2|3 4").runFor(Duration.ofSeconds(60));
        assertThat(ring.states(1, 2, 3, 4)).isEqualTo("1:-(2), 2:-(2), 3:-(2), 4:-(2)");
    }
}
