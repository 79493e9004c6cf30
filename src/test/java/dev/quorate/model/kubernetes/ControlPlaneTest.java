package dev.quorate.model.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseCalled;
import dev.quorate.trace.LeaderElectionEvent.WorkStarted;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {

    private static final String KCM = "kube-controller-manager";
    private static final String SCHEDULER = "kube-scheduler";

    private static ControlPlane three(long seed) {
        ControlPlane plane = new ControlPlane(seed).apiserver();
        plane.run(3);
        for (String master : ControlPlane.MASTERS) {
            plane.scheduler(master).controllerManager(master, "allocate-node-cidrs=true", "cluster-cidr=10.244.0.0/16");
        }
        return plane;
    }

    @Test
    void oneOfThreeLeadsEachLeaseThroughTheVip() {
        ControlPlane plane = three(1).run(30);
        assertThat(plane.events(LeadershipStarted.class, e -> e.lease().endsWith(SCHEDULER)))
                .hasSize(1);
        assertThat(plane.events(LeadershipStarted.class, e -> e.lease().endsWith(KCM)))
                .hasSize(1);
        Lease lease = (Lease)
                plane.etcd.value("/registry/leases/kube-system/kube-scheduler").orElseThrow();
        assertThat(lease.holderIdentity()).startsWith(plane.leader(SCHEDULER) + "_");
        assertThat(lease.leaseDurationSeconds()).isEqualTo(15);
    }

    @Test
    void aNewControllerManagerWorksElevenSecondsAfterItsAcquisition() {
        for (long seed = 0; seed < 20; seed++) {
            ControlPlane plane = three(seed).run(20);
            TraceRecord started = plane.events(
                            LeadershipStarted.class, e -> e.lease().endsWith(KCM))
                    .get(0);
            TraceRecord works = plane.events(WorkStarted.class, e -> e.lease().endsWith(KCM))
                    .get(0);
            assertThat(works.at().since(started.at()).toMillis()).isBetween(10_900L, 12_400L);
            assertThat(plane.etcd.value("/registry/serviceaccounts/kube-system/default"))
                    .isPresent();
        }
    }

    @Test
    void aKilledLeaderIsReplacedAfterItsLease() {
        ControlPlane plane = three(2).run(30);
        String leader = plane.leader(SCHEDULER);
        plane.kill(leader, SCHEDULER).run(25);
        List<TraceRecord> started =
                plane.events(LeadershipStarted.class, e -> e.lease().endsWith(SCHEDULER));
        assertThat(started).hasSize(2);
        assertThat(started.get(1).host()).isNotEqualTo(leader);
        assertThat(started.get(1).at().toSeconds()).isBetween(33 + 12.9, 33 + 22.0);
    }

    @Test
    void anIdleLeaderWritesOnceInTwoSecondsAndStandbysReadNowAndThen() {
        ControlPlane plane = three(3).run(30);
        double from = plane.lab.now().toSeconds();
        plane.run(320);
        long puts =
                plane
                        .events(
                                LeaseCalled.class,
                                e -> e.lease().endsWith(SCHEDULER) && e.verb().equals("update"))
                        .stream()
                        .filter(r -> r.at().toSeconds() > from)
                        .count();
        long gets =
                plane
                        .events(
                                LeaseCalled.class,
                                e -> e.lease().endsWith(SCHEDULER) && e.verb().equals("get"))
                        .stream()
                        .filter(r -> r.at().toSeconds() > from)
                        .count();
        assertThat(puts).isBetween(156L, 160L);
        assertThat(gets).isBetween(180L, 220L);
        assertThat(plane.events(LeadershipEnded.class, e -> true)).isEmpty();
    }

    @Test
    void withoutLeaderElectionEveryOneWorks() {
        ControlPlane plane = new ControlPlane(4).apiserver();
        plane.run(3);
        for (String master : ControlPlane.MASTERS) {
            plane.scheduler(master, "leader-elect=false");
        }
        plane.run(5);
        assertThat(plane.events(WorkStarted.class, e -> true)).hasSize(3);
        assertThat(plane.events(LeadershipStarted.class, e -> true)).isEmpty();
    }

    @Test
    void aLeaderCutOffFromTheApiStopsTwelveSecondsAfterItsLastRenewal() {
        ControlPlane plane = three(5).run(30);
        String leader = plane.leader(SCHEDULER);
        plane.lab.cut((from, to) -> from.equals(leader) != to.equals(leader));
        plane.run(30);
        TraceRecord ended = plane.events(LeadershipEnded.class, e -> e.lease().endsWith(SCHEDULER))
                .get(0);
        assertThat(ended.host()).isEqualTo(leader);
        assertThat(plane.lab.isRunning(leader, SCHEDULER)).isFalse();
    }
}
