package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.kubernetes.ClientGo;
import java.time.Duration;

/**
 * What a candidate is told, checked as NewLeaderElector does (client-go tools/leaderelection/leaderelection.go).
 *
 * @param identity who it is; {@code hostname_uuid} in Kubernetes' own components
 */
public record LeaderElectionConfig(
        String namespace,
        String name,
        String identity,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod,
        boolean releaseOnCancel,
        ClientGo clientGo) {

    private static final double JITTER_FACTOR = 1.2;

    public LeaderElectionConfig {
        if (leaseDuration.compareTo(renewDeadline) <= 0) {
            throw new IllegalArgumentException("leaseDuration must be greater than renewDeadline");
        }
        if (renewDeadline.toNanos() <= JITTER_FACTOR * retryPeriod.toNanos()) {
            throw new IllegalArgumentException("renewDeadline must be greater than retryPeriod*JitterFactor");
        }
        if (retryPeriod.isZero() || retryPeriod.isNegative()) {
            throw new IllegalArgumentException("retryPeriod must be greater than zero");
        }
        if (identity.isEmpty()) {
            throw new IllegalArgumentException("Lock identity is empty");
        }
    }

    /** {@code kube-system/kube-scheduler}. */
    public String lease() {
        return namespace + "/" + name;
    }

    /** The acquire loop waits retryPeriod plus up to this (wait.JitterUntil with JitterFactor). */
    Duration maxJitter() {
        return Duration.ofNanos((long) (retryPeriod.toNanos() * JITTER_FACTOR));
    }

    /** The client's timeout for each call (NewFromKubeconfig: max(1 s, renewDeadline / 2)). */
    public Duration requestTimeout() {
        Duration half = renewDeadline.dividedBy(2);
        Duration second = Duration.ofSeconds(1);
        return half.compareTo(second) < 0 ? second : half;
    }
}
