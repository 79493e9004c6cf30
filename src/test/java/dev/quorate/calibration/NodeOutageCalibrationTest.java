package dev.quorate.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.StartMode;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EtcdEvent;
import dev.quorate.trace.HostEvent;
import dev.quorate.trace.LeaderElectionEvent;
import dev.quorate.trace.MembershipEvent;
import dev.quorate.trace.NetworkEvent;
import dev.quorate.trace.PacemakerEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Recovery in the main job's scenario, in the whole world and not on a bench, beside what the real daemons did when a
 * master lost power: membership, fencing, VIP, etcd's re-election, the Lease.
 */
class NodeOutageCalibrationTest {

    private static final int SEEDS = 200;
    private static final Path FILE = Path.of("scenarios/node-outage.conf").toAbsolutePath();
    private static final DrivenSystem SYSTEM = DrivenSystem.create();

    @AfterAll
    static void close() {
        SYSTEM.close();
    }

    /** One run's records from the power loss on. */
    private record Outage(List<TraceRecord> trace, SimTime at) {

        double millisTo(Predicate<TraceRecord> what) {
            return trace.stream()
                    .filter(r -> !r.at().isBefore(at))
                    .filter(what)
                    .findFirst()
                    .map(r -> (r.at().micros() - at.micros()) / 1e3)
                    .orElse(Double.POSITIVE_INFINITY);
        }

        /** Whether the host that lost power led etcd's Raft. */
        boolean tookEtcdsLeader() {
            return trace.stream()
                    .filter(r -> r.at().isBefore(at))
                    .filter(r -> r.event() instanceof EtcdEvent.RaftRoleChanged e
                            && e.role().equals("leader"))
                    .reduce((a, b) -> b)
                    .map(r -> r.host().equals("k8s-master01"))
                    .orElse(false);
        }

        double secondsFromLast(Predicate<TraceRecord> before, Predicate<TraceRecord> what) {
            long last = trace.stream()
                    .filter(r -> r.at().isBefore(at))
                    .filter(before)
                    .reduce((a, b) -> b)
                    .orElseThrow()
                    .at()
                    .micros();
            return millisTo(what) / 1e3 + (at.micros() - last) / 1e6;
        }
    }

    private static Predicate<TraceRecord> is(Class<? extends TraceEvent> type) {
        return r -> type.isInstance(r.event());
    }

    private static List<Outage> run(Map<String, String> places, Duration length, String... settings) throws Exception {
        ParseOptions options = ParseOptions.NONE.overrides(List.of(settings));
        Scenario scenario = ScenarioParser.parse(FILE, options)
                .scenario()
                .withStart(StartMode.WARM, SteadyStart.of(places))
                .withExpectations(List.of())
                .withDuration(length);
        ScheduledFault outage = scenario.timeline()
                .get(0)
                .with(new Trigger.At(Spread.uniform(Duration.ofSeconds(10), Duration.ofSeconds(14))));
        List<Outage> outages = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<TraceRecord> trace = new ArrayList<>();
            Simulation.of(scenario.withTimeline(List.of(outage)).withSeed(seed)).run(SYSTEM, trace::add);
            SimTime at = trace.stream()
                    .filter(is(HostEvent.HostPoweredOff.class))
                    .findFirst()
                    .orElseThrow()
                    .at();
            outages.add(new Outage(trace, at));
        }
        return outages;
    }

    private static void compare(String row, List<Outage> outages, java.util.function.ToDoubleFunction<Outage> quantity)
            throws Exception {
        double[] simulated = outages.stream().mapToDouble(quantity).toArray();
        MeasuredRow measured = MeasuredRow.read(row);
        System.out.println(measured.beside(simulated));
        assertThat(Arrays.stream(simulated).allMatch(Double::isFinite))
                .as("every run shows: " + measured.quantity())
                .isTrue();
        assertThat(measured.agreesWith(simulated))
                .as(measured.beside(simulated))
                .isTrue();
    }

    private static final Predicate<TraceRecord> MEMBERSHIP = is(MembershipEvent.MembershipFormed.class);
    private static final Predicate<TraceRecord> VIP_ELSEWHERE =
            r -> r.event() instanceof NetworkEvent.VipAcquired && !r.host().equals("k8s-master01");

    @Test
    void theVipMovesAsMeasuredWithFencingOn() throws Exception {
        List<Outage> outages = run(
                Map.of("vip", "k8s-master01", "dc", "k8s-master02"),
                Duration.ofSeconds(26),
                "cluster.corosync.totem.token=1000ms");
        compare("pace-058", outages, o -> o.millisTo(MEMBERSHIP));
        // measured at the device: the BMC heard of it; the DC asked its fencer a fence agent's start earlier
        compare("pace-063", outages, o -> o.millisTo(is(PacemakerEvent.FenceAgentCalled.class)));
        compare("pace-064", outages, o -> o.millisTo(is(PacemakerEvent.FenceConfirmed.class)));
        compare("pace-059", outages, o -> o.millisTo(VIP_ELSEWHERE));
        compare("pace-065", outages, o -> o.millisTo(VIP_ELSEWHERE) - o.millisTo(MEMBERSHIP));
    }

    @Tag("soak")
    @Test
    void theVipMovesAsMeasuredWithFencingOff() throws Exception {
        List<Outage> outages = run(
                Map.of("vip", "k8s-master01", "dc", "k8s-master02"),
                Duration.ofSeconds(26),
                "cluster.corosync.totem.token=1000ms",
                "cluster.pacemaker.stonith-enabled=false");
        compare("pace-066", outages, o -> o.millisTo(MEMBERSHIP));
        compare("pace-067", outages, o -> o.millisTo(VIP_ELSEWHERE));
        compare("pace-071", outages, o -> o.millisTo(VIP_ELSEWHERE) - o.millisTo(MEMBERSHIP));
    }

    @Tag("soak")
    @Test
    void membershipIsLostAsMeasuredAtTheDefaultToken() throws Exception {
        List<Outage> outages = run(new TreeMap<>(), Duration.ofSeconds(26));
        compare("coro-010", outages, o -> o.millisTo(MEMBERSHIP));
    }

    @Test
    void etcdElectsALeaderAsMeasured() throws Exception {
        List<Outage> outages = run(
                        Map.of("etcd", "k8s-master01", "vip", "k8s-master02"),
                        Duration.ofSeconds(20),
                        "cluster.etcd.pre-vote=false")
                .stream()
                .filter(Outage::tookEtcdsLeader)
                .toList();
        assertThat(outages).hasSizeGreaterThan(SEEDS * 9 / 10);
        compare(
                "etcd-254",
                outages,
                o -> o.millisTo(r -> r.event() instanceof EtcdEvent.RaftRoleChanged e
                                && e.role().equals("leader"))
                        / 1e3);
    }

    @Test
    void theLeaseIsTakenOverAsMeasured() throws Exception {
        List<Outage> outages = run(
                Map.of("leader.kube-scheduler", "k8s-master01", "vip", "k8s-master02", "etcd", "k8s-master03"),
                Duration.ofSeconds(60));
        Predicate<TraceRecord> led = r -> r.event() instanceof LeaderElectionEvent.LeadershipStarted e
                && e.lease().endsWith("kube-scheduler");
        Predicate<TraceRecord> renewed = r -> r.event() instanceof LeaderElectionEvent.LeaseAnswered e
                && e.lease().endsWith("kube-scheduler")
                && e.verb().equals("update")
                && e.status() == 200;
        compare("lead-195", outages, o -> o.millisTo(led) / 1e3);
        compare("lead-196", outages, o -> o.secondsFromLast(renewed, led));
    }
}
