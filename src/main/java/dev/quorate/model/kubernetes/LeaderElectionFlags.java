package dev.quorate.model.kubernetes;

import java.time.Duration;

/** What NewLeaderElector refuses (client-go tools/leaderelection/leaderelection.go), in the flags' words. */
final class LeaderElectionFlags {

    private LeaderElectionFlags() {}

    static void check(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {
        if (leaseDuration.compareTo(renewDeadline) <= 0) {
            throw new IllegalArgumentException("leader-elect-lease-duration must be greater than"
                    + " leader-elect-renew-deadline, were " + seconds(leaseDuration) + " and "
                    + seconds(renewDeadline));
        }
        if (retryPeriod.isZero() || retryPeriod.isNegative()) {
            throw new IllegalArgumentException("leader-elect-retry-period must be greater than zero");
        }
        // JitterFactor = 1.2
        if (renewDeadline.toNanos() <= retryPeriod.toNanos() * 12 / 10) {
            throw new IllegalArgumentException("leader-elect-renew-deadline must be greater than 1.2 times"
                    + " leader-elect-retry-period, were " + seconds(renewDeadline) + " and " + seconds(retryPeriod));
        }
    }

    private static String seconds(Duration span) {
        return span.toMillis() / 1000.0 + "s";
    }
}
