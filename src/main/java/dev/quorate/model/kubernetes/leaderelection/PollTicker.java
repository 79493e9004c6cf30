package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.time.SimTime;
import java.time.Duration;

/** The ticker of one poll of the renew loop: when a try that failed is followed by the next. */
final class PollTicker {

    private final LeaderElectionConfig config;
    private SimTime start = SimTime.ZERO;
    private SimTime firstEnd = SimTime.ZERO;
    private boolean firstEnded;
    private long ticksTaken;

    PollTicker(LeaderElectionConfig config) {
        this.config = config;
    }

    /** The poll begins, with a try at once. */
    void begin(SimTime now) {
        start = now;
        firstEnded = false;
        ticksTaken = 0;
    }

    /** When the poll began. */
    SimTime start() {
        return start;
    }

    /**
     * When the poll's ticker lets it try again. From 0.27 on the ticker runs from the start of the poll and keeps one
     * tick for a busy caller; before, it ran from the end of the first try and kept none (apimachinery
     * util/wait/loop.go; PollImmediateUntil).
     */
    Duration untilNext(SimTime now) {
        long period = SimTime.micros(config.retryPeriod());
        boolean keepsTick = config.clientGo().isAtLeast(ClientGo.V0_27);
        if (!firstEnded) {
            firstEnded = true;
            firstEnd = now;
        } else if (!keepsTick) {
            long gone = now.since(firstEnd).toNanos() / 1_000;
            return SimTime.span(period - gone % period);
        }
        if (!keepsTick) {
            return config.retryPeriod();
        }
        long gone = now.since(start).toNanos() / 1_000;
        long ticks = gone / period;
        if (ticks > ticksTaken) {
            ticksTaken = ticks;
            return Duration.ZERO;
        }
        ticksTaken = ticks + 1;
        return SimTime.span(period - gone % period);
    }
}
