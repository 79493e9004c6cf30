package dev.quorate.experiment;

import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.time.SimTime;
import java.time.Duration;

/**
 * Up to which clock rate leases keep one leader: what the settings say, and what a comment in client-go suggests.
 *
 * <p>A leader that is cut off stops RetryPeriod + RenewDeadline after its last renewal by its own clock (the wait for the
 * next try, then the deadline of that try); nobody takes the lease before LeaseDuration by its own. So a leader whose
 * clock runs at {@code rate} of the others' is safe as long as {@code (RetryPeriod + RenewDeadline) / rate <=
 * LeaseDuration}. client-go's leaderelection.go says of clock skew rate that it is tolerated up to
 * {@code LeaseDuration / RenewDeadline}, which leaves the retry period out.
 */
public final class ClockRates {

    private ClockRates() {}

    /**
     * The slowest rate of a leader's clock that is safe: 0.8 at 15 s, 10 s and 2 s.
     *
     * @param rule whose frontier is meant: its part after the dot names the component
     */
    public static double slowestSafe(Scenario scenario, String rule) {
        return isSchedulers(rule)
                ? slowestSafe(scenario.settings().of(KubeSchedulerSettings.class))
                : slowestSafe(scenario.settings().of(KubeControllerManagerSettings.class));
    }

    /** What client-go's comment makes of it: 0.667 at 15 s and 10 s. */
    public static double slowestByTheComment(Scenario scenario, String rule) {
        if (isSchedulers(rule)) {
            KubeSchedulerSettings election = scenario.settings().of(KubeSchedulerSettings.class);
            return ratio(election.leaderElectRenewDeadline(), election.leaderElectLeaseDuration());
        }
        KubeControllerManagerSettings election = scenario.settings().of(KubeControllerManagerSettings.class);
        return ratio(election.leaderElectRenewDeadline(), election.leaderElectLeaseDuration());
    }

    /** Whether the two components' answers are one: else a rule about both has no single frontier in theory. */
    public static boolean isKnown(Scenario scenario, String rule) {
        return rule.contains(".")
                || slowestSafe(scenario.settings().of(KubeSchedulerSettings.class))
                        == slowestSafe(scenario.settings().of(KubeControllerManagerSettings.class));
    }

    private static boolean isSchedulers(String rule) {
        return rule.endsWith(".kube-scheduler");
    }

    private static double slowestSafe(KubeSchedulerSettings election) {
        return ratio(
                election.leaderElectRetryPeriod().plus(election.leaderElectRenewDeadline()),
                election.leaderElectLeaseDuration());
    }

    private static double slowestSafe(KubeControllerManagerSettings election) {
        return ratio(
                election.leaderElectRetryPeriod().plus(election.leaderElectRenewDeadline()),
                election.leaderElectLeaseDuration());
    }

    private static double ratio(Duration part, Duration whole) {
        return (double) SimTime.micros(part) / SimTime.micros(whole);
    }
}
