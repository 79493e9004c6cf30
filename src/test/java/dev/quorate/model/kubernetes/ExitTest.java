package dev.quorate.model.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.controllermanager.KubeControllerManager;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseAnswered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the real kube-controller-manager ends, and how it comes back under a supervisor (F7, F28). */
class ExitTest {

    private static final String KCM = "kube-controller-manager";

    /** {@code Restart=on-failure, RestartSec=100ms}. */
    private static final class Supervisor implements Machine {
        final List<Integer> codes = new ArrayList<>();
        final boolean restart;

        Supervisor(boolean restart) {
            this.restart = restart;
        }

        @Override
        public void onStart(Effects effects) {
            effects.kernel().spawn(ProcessSpec.of(KCM));
        }

        @Override
        public void onChildExited(String process, int exitCode, Effects effects) {
            codes.add(exitCode);
            if (restart) {
                effects.setTimer(Timer.of("restart"), Duration.ofMillis(100));
            }
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            effects.kernel().spawn(ProcessSpec.of(KCM));
        }
    }

    private final List<Supervisor> supervisors = new ArrayList<>();

    private ControlPlane plane(long seed, String clientGo, boolean restart) {
        ControlPlane plane = new ControlPlane(seed).apiserver().run(3);
        KubeControllerManagerSettings settings =
                Settings.with(KubeControllerManagerSettings.defaults(), Map.of("client-go", clientGo));
        plane.lab.kind(KCM, spec -> new KubeControllerManager(spec, settings));
        for (String master : ControlPlane.MASTERS) {
            Supervisor supervisor = new Supervisor(restart);
            supervisors.add(supervisor);
            plane.start(master, "systemd", supervisor);
        }
        return plane.run(20);
    }

    private Supervisor of(String host) {
        return supervisors.get(ControlPlane.MASTERS.indexOf(host));
    }

    @Test
    void sigtermEndsItAtOnceWithoutRelease() {
        ControlPlane plane = plane(1, "0.36", false);
        String leader = plane.leader(KCM);
        double at = plane.lab.now().toSeconds();
        plane.lab.signal(leader, KCM, Signal.TERM);
        plane.run(25);
        assertThat(of(leader).codes).containsExactly(143);
        double next =
                plane.events(LeadershipStarted.class, e -> true).get(1).at().toSeconds();
        assertThat(next - at).isBetween(12.9, 24.0);
        assertThat(plane.events(LeadershipEnded.class, e -> true)).hasSize(1);
    }

    @Test
    void aLostLeaseExitsAndIsFollowedByANewIdentityThatWaits() {
        for (String version : List.of("0.20", "0.36")) {
            supervisors.clear();
            ControlPlane plane = plane(2, version, true);
            // not the VIP's own host, or all would be cut off
            String leader = plane.leader(KCM);
            if (leader.equals(ControlPlane.MASTERS.get(0))) {
                plane.kill(leader, KCM).run(30);
                leader = plane.leader(KCM);
                supervisors.forEach(s -> s.codes.clear());
            }
            String cut = leader;
            plane.lab.cut((from, to) -> from.equals(cut) != to.equals(cut));
            plane.run(14);
            double renewed =
                    plane
                            .events(
                                    LeaseAnswered.class,
                                    e -> e.status() == 200 && e.verb().equals("update"))
                            .stream()
                            .filter(r -> r.host().equals(cut))
                            .mapToDouble(r -> r.at().toSeconds())
                            .max()
                            .orElseThrow();
            double ended = plane.events(LeadershipEnded.class, e -> true)
                    .get(plane.events(LeadershipEnded.class, e -> true).size() - 1)
                    .at()
                    .toSeconds();
            assertThat(ended - renewed).isBetween(11.99, 12.1);
            assertThat(of(cut).codes).containsExactly(version.equals("0.20") ? 255 : 1);
            assertThat(plane.lab.isRunning(cut, KCM)).isTrue();
            plane.run(30);
            assertThat(of(cut).codes).hasSize(1);
        }
    }
}
