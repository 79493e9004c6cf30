package dev.quorate.model.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.trace.EtcdEvent.Panicked;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A member that lost what it had promised to keep: the real etcd panics, and so its process ends (raft log.go). */
class EtcdPanicTest {

    private static EtcdLab withAWipedFollower(long seed) {
        EtcdLab etcd = new EtcdLab(seed, 3, "3.4.23").startAll();
        etcd.lab.runFor(Duration.ofSeconds(5));
        for (int i = 0; i < 5; i++) {
            etcd.put(etcd.requireLeader(), "k", "" + i);
        }
        etcd.lab.runFor(Duration.ofSeconds(1));
        String wiped = etcd.followers().get(0);
        etcd.kill(wiped);
        etcd.addHost(Integer.parseInt(wiped.substring(1))); // the same host with a disk that holds nothing
        etcd.start(wiped);
        return etcd;
    }

    @Test
    void aMemberWhoseLogIsLostPanicsAtTheLeadersNextHeartbeat() {
        EtcdLab etcd = withAWipedFollower(3);
        etcd.lab.runFor(Duration.ofSeconds(1));
        var panics = etcd.lab.trace(Panicked.class);
        assertThat(panics).hasSize(1);
        String host = panics.get(0).host();
        assertThat(((Panicked) panics.get(0).event()).message())
                .matches("tocommit\\(\\d+\\) is out of range \\[lastIndex\\(\\d+\\)\\]."
                        + " Was the raft log corrupted, truncated, or lost\\?");
        assertThat(etcd.isRunning(host)).isFalse();
    }

    @Test
    void itPanicsAgainWhenItIsStartedAgainAndTheOthersGoOn() {
        EtcdLab etcd = withAWipedFollower(4);
        for (int starts = 1; starts <= 3; starts++) {
            etcd.lab.runFor(Duration.ofSeconds(1));
            assertThat(etcd.lab.trace(Panicked.class)).hasSize(starts);
            etcd.start(etcd.lab.trace(Panicked.class).get(0).host());
        }
        assertThat(etcd.put(etcd.requireLeader(), "k", "last")).isInstanceOf(EtcdClientMessage.PutResponse.class);
    }
}
