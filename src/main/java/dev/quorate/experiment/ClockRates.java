package dev.quorate.experiment;

import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.time.SimTime;

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

    /** The slowest rate of a leader's clock that is safe: 0.8 at 15 s, 10 s and 2 s. */
    public static double slowestSafe(Scenario scenario) {
        KubeControllerManagerSettings election = scenario.settings().of(KubeControllerManagerSettings.class);
        return (double) (SimTime.micros(election.leaderElectRetryPeriod())
                        + SimTime.micros(election.leaderElectRenewDeadline()))
                / SimTime.micros(election.leaderElectLeaseDuration());
    }

    /** What client-go's comment makes of it: 0.667 at 15 s and 10 s. */
    public static double slowestByTheComment(Scenario scenario) {
        KubeControllerManagerSettings election = scenario.settings().of(KubeControllerManagerSettings.class);
        return (double) SimTime.micros(election.leaderElectRenewDeadline())
                / SimTime.micros(election.leaderElectLeaseDuration());
    }
}
