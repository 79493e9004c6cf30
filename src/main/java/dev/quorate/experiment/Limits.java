package dev.quorate.experiment;

import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.verdict.VerdictLimits;
import java.time.Duration;

/** The spans that a scenario's rules are judged by: from its cluster's settings and its expectations. */
final class Limits {

    private Limits() {}

    static VerdictLimits of(Scenario scenario) {
        KubeControllerManagerSettings election = scenario.settings().of(KubeControllerManagerSettings.class);
        VerdictLimits limits = VerdictLimits.defaults()
                .election(
                        election.leaderElectLeaseDuration(),
                        election.leaderElectRenewDeadline(),
                        election.leaderElectRetryPeriod());
        if (scenario.settings().of(PacemakerSettings.class).noQuorumPolicy() == ClusterOptions.NoQuorumPolicy.FREEZE) {
            limits = limits.freezing();
        }
        for (Expectation expectation : scenario.expectations()) {
            if (expectation.wanted() instanceof Wanted.Within within) {
                limits = with(limits, expectation.name(), within.limit());
            }
        }
        return limits;
    }

    private static VerdictLimits with(VerdictLimits limits, String name, Duration limit) {
        return switch (name) {
            case "recovers-within" -> limits.recoversWithin(limit);
            case "leader-eventually" -> limits.leaderWithin(limit);
            case "vip-eventually" -> limits.vipWithin(limit);
            case "pods-rescheduled-within" -> limits.podsRescheduledWithin(limit);
            default -> limits;
        };
    }
}
