package dev.quorate.model.kubernetes.leaderelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.time.SimTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lease is judged by the candidate's own clock at its sight, and by whose duration depends on the version. */
class ObservedLeaseTest {

    private static final SimTime SEEN = SimTime.ofSeconds(100);

    private static LeaderElectionRecord held(String holder, int seconds) {
        return new LeaderElectionRecord(holder, seconds, SimTime.ZERO, SimTime.ZERO, 0);
    }

    private static ObservedLease observed(ClientGo version, LeaderElectionRecord record) {
        ObservedLease observed = new ObservedLease(PollTickerTest.config(version));
        assertThat(observed.isValid(SimTime.ZERO)).as("nothing was seen yet").isFalse();
        observed.set(record, SEEN);
        return observed;
    }

    @Test
    void theRecordsOwnDurationCountsFrom027On() {
        ObservedLease observed = observed(ClientGo.V0_36, held("m1_x", 3));
        assertThat(observed.validity()).isEqualTo(Duration.ofSeconds(3));
        assertThat(observed.isValid(SEEN.plus(Duration.ofMillis(2_999)))).isTrue();
        assertThat(observed.isValid(SEEN.plus(Duration.ofSeconds(3)))).isFalse();
    }

    @Test
    void theCandidatesOwnCountedBefore() {
        ObservedLease observed = observed(ClientGo.V0_20, held("m1_x", 3));
        assertThat(observed.isValid(SEEN.plus(Duration.ofMillis(14_999)))).isTrue();
        assertThat(observed.isValid(SEEN.plus(Duration.ofSeconds(15)))).isFalse();
    }

    @Test
    void theHoldersHostIsBeforeTheUnderscore() {
        assertThat(observed(ClientGo.V0_36, held("k8s-master02_1f", 15)).holderHost(false))
                .containsExactly("k8s-master02");
        assertThat(observed(ClientGo.V0_36, held("nobody", 15)).holderHost(false))
                .containsExactly("nobody");
        assertThat(observed(ClientGo.V0_36, held("k8s-master02_1f", 15)).holderHost(true))
                .isEmpty();
        assertThat(observed(ClientGo.V0_36, held("", 15)).holderHost(false)).isEmpty();
    }

    @Test
    void onlyAReadSetsTheRawRecord() {
        ObservedLease observed = observed(ClientGo.V0_36, held("m1_x", 15));
        assertThat(observed.isRaw(observed.record().raw())).isFalse();
        observed.raw(observed.record().raw());
        assertThat(observed.isRaw(held("m1_x", 15).raw())).isTrue();
        assertThat(observed.isRaw(held("m2_x", 15).raw())).isFalse();
        assertThat(observed.time()).isEqualTo(SEEN);
    }

    private static LeaderElectionConfig config(Duration lease, Duration deadline, Duration retry) {
        return new LeaderElectionConfig("kube-system", "x", "me", lease, deadline, retry, false, ClientGo.V0_36);
    }

    @Test
    void spansAreCheckedAsNewLeaderElectorDoes() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> config(second.multipliedBy(10), second.multipliedBy(10), second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config(second.multipliedBy(10), Duration.ofMillis(1_200), second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(config(second.multipliedBy(10), Duration.ofMillis(1_201), second)
                        .requestTimeout())
                .as("a client's timeout is a second at least")
                .isEqualTo(second);
        assertThat(config(second.multipliedBy(15), second.multipliedBy(10), second)
                        .requestTimeout())
                .isEqualTo(Duration.ofSeconds(5));
    }
}
