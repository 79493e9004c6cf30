package dev.quorate.model.kubernetes.leaderelection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.time.SimTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a failed try of the renew loop is followed by the next (apimachinery util/wait/loop.go, PollImmediateUntil). */
class PollTickerTest {

    private static final SimTime BEGIN = SimTime.ofSeconds(100);

    static LeaderElectionConfig config(ClientGo version) {
        return new LeaderElectionConfig(
                "kube-system",
                "worker",
                "me",
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                false,
                version);
    }

    private static PollTicker ticker(ClientGo version) {
        PollTicker ticker = new PollTicker(config(version));
        ticker.begin(BEGIN);
        assertThat(ticker.start()).isEqualTo(BEGIN);
        return ticker;
    }

    private static long next(PollTicker ticker, long endMillis) {
        return ticker.untilNext(BEGIN.plus(Duration.ofMillis(endMillis))).toMillis();
    }

    @Test
    void theTickerRunsFromTheStartOfThePoll() {
        PollTicker ticker = ticker(ClientGo.V0_36);
        assertThat(next(ticker, 500)).isEqualTo(1_500);
        assertThat(next(ticker, 2_100)).isEqualTo(1_900);
        assertThat(next(ticker, 4_300)).isEqualTo(1_700);
    }

    @Test
    void aTickThatFellIntoABusyTimeIsKeptOnce() {
        PollTicker ticker = ticker(ClientGo.V0_36);
        assertThat(next(ticker, 5_000)).isZero();
        assertThat(next(ticker, 5_500)).isEqualTo(500);
        assertThat(next(ticker, 9_000)).isZero();
        ticker.begin(BEGIN);
        assertThat(next(ticker, 100)).isEqualTo(1_900);
    }

    @Test
    void before027TheTickerRanFromTheEndOfTheFirstTryAndKeptNothing() {
        PollTicker ticker = ticker(ClientGo.V0_20);
        assertThat(next(ticker, 500)).isEqualTo(2_000);
        assertThat(next(ticker, 3_000)).isEqualTo(1_500);
        assertThat(next(ticker, 5_500)).isEqualTo(1_000);
        ticker.begin(BEGIN);
        assertThat(next(ticker, 5_000)).isEqualTo(2_000);
    }
}
