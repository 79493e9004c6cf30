package dev.quorate.verdict;

import java.time.Duration;

/**
 * The spans that rules judge by; a scenario sets them from its cluster's settings and its expectations.
 *
 * @param recoversWithin bound of {@code recovers-within}
 * @param leaderWithin bound of {@code leader-eventually}
 * @param vipWithin bound of {@code vip-eventually}
 * @param podsRescheduledWithin bound of {@code pods-rescheduled-within}: node-monitor-grace-period, the tolerations'
 *     300 s and a minute
 * @param leaseDuration after that long without renewal a store's holder counts no more
 * @param actingWithoutRenewal how long a leader may act after its last renewal by its own clock: renewDeadline +
 *     retryPeriod (client-go: a try may begin just before the deadline)
 * @param activeWithoutQuorum how long a resource may be active without quorum: one transition and its stop time
 * @param freezes whether what is active when quorum is lost may stay so (no-quorum-policy freeze)
 */
public record VerdictLimits(
        Duration recoversWithin,
        Duration leaderWithin,
        Duration vipWithin,
        Duration podsRescheduledWithin,
        Duration leaseDuration,
        Duration actingWithoutRenewal,
        Duration activeWithoutQuorum,
        boolean freezes) {

    public VerdictLimits {
        positive("recoversWithin", recoversWithin);
        positive("leaderWithin", leaderWithin);
        positive("vipWithin", vipWithin);
        positive("podsRescheduledWithin", podsRescheduledWithin);
        positive("leaseDuration", leaseDuration);
        positive("actingWithoutRenewal", actingWithoutRenewal);
        positive("activeWithoutQuorum", activeWithoutQuorum);
    }

    /** What the real software's defaults allow. */
    public static VerdictLimits defaults() {
        return new VerdictLimits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(420),
                Duration.ofSeconds(15),
                Duration.ofSeconds(12),
                Duration.ofSeconds(40),
                false);
    }

    public VerdictLimits recoversWithin(Duration limit) {
        return new VerdictLimits(
                limit,
                leaderWithin,
                vipWithin,
                podsRescheduledWithin,
                leaseDuration,
                actingWithoutRenewal,
                activeWithoutQuorum,
                freezes);
    }

    public VerdictLimits leaderWithin(Duration limit) {
        return new VerdictLimits(
                recoversWithin,
                limit,
                vipWithin,
                podsRescheduledWithin,
                leaseDuration,
                actingWithoutRenewal,
                activeWithoutQuorum,
                freezes);
    }

    public VerdictLimits vipWithin(Duration limit) {
        return new VerdictLimits(
                recoversWithin,
                leaderWithin,
                limit,
                podsRescheduledWithin,
                leaseDuration,
                actingWithoutRenewal,
                activeWithoutQuorum,
                freezes);
    }

    public VerdictLimits podsRescheduledWithin(Duration limit) {
        return new VerdictLimits(
                recoversWithin,
                leaderWithin,
                vipWithin,
                limit,
                leaseDuration,
                actingWithoutRenewal,
                activeWithoutQuorum,
                freezes);
    }

    /** With the election's own settings. */
    public VerdictLimits election(Duration duration, Duration renewDeadline, Duration retryPeriod) {
        return new VerdictLimits(
                recoversWithin,
                leaderWithin,
                vipWithin,
                podsRescheduledWithin,
                duration,
                renewDeadline.plus(retryPeriod),
                activeWithoutQuorum,
                freezes);
    }

    public VerdictLimits activeWithoutQuorum(Duration limit) {
        return new VerdictLimits(
                recoversWithin,
                leaderWithin,
                vipWithin,
                podsRescheduledWithin,
                leaseDuration,
                actingWithoutRenewal,
                limit,
                freezes);
    }

    /** With the policy that lets what runs go on when quorum is lost. */
    public VerdictLimits freezing() {
        return new VerdictLimits(
                recoversWithin,
                leaderWithin,
                vipWithin,
                podsRescheduledWithin,
                leaseDuration,
                actingWithoutRenewal,
                activeWithoutQuorum,
                true);
    }

    private static void positive(String name, Duration span) {
        if (span.isNegative() || span.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, was " + span);
        }
    }
}
