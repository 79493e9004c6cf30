package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.ClientEvent.ErrorSeen;
import dev.quorate.trace.HostEvent.ProcessExited;
import dev.quorate.trace.HostEvent.ProcessStarted;
import dev.quorate.trace.HostEvent.UnitStateChanged;
import dev.quorate.trace.KubernetesEvent;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseAnswered;
import dev.quorate.trace.LeaderElectionEvent.WorkStarted;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rows of the fidelity table that take the whole cluster: F28, F30 and F50. */
class ControlPlaneFactsTest {

    private static final String KCM = "kube-controller-manager";
    private static final String CLUSTER = "include required(\""
            + java.nio.file.Path.of("scenarios/clusters/three-masters.conf").toAbsolutePath() + "\")\n";

    private record Case(String id, String expectation, Check check) {}

    private interface Check {
        void run() throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> table() {
        List<Case> cases = List.of(
                new Case("F28", "1.20: exit 255 at LR + 12.0 s, back 0.1 s later, waits", () -> cutOff("0.20", 255)),
                new Case("F28", "newer: exit 1 at LR + 12.0 s, back 0.1 s later, waits", () -> cutOff("0.36", 1)),
                new Case(
                        "F30",
                        "with allocate-node-cidrs it acts 11 to 12.5 s after the acquisition",
                        () -> newLeader(true, 10.9, 12.5)),
                new Case("F30", "1 to 2 s without", () -> newLeader(false, 0.9, 2.5)),
                new Case("F50", "clients on a silent VIP notice after 45 s", () -> silentVip(true, 90, 33, 46)),
                new Case("F50", "old clients after 15 minutes", () -> silentVip(false, 1_000, 800, 940)));
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.id + ": " + c.expectation, () -> c.check.run()));
    }

    private static List<TraceRecord> run(String text) throws Exception {
        List<TraceRecord> records = new ArrayList<>();
        Scenario scenario = ScenarioParser.parse(
                java.nio.file.Files.writeString(java.nio.file.Files.createTempFile("facts", ".conf"), CLUSTER + text));
        try (DrivenSystem system = DrivenSystem.create()) {
            Simulation.of(scenario).run(system, record -> {
                if (record.at().micros() >= 0) {
                    records.add(record);
                }
            });
        }
        return records;
    }

    private static <E extends TraceEvent> List<TraceRecord> of(
            List<TraceRecord> records, Class<E> type, String host, Predicate<E> fits) {
        return records.stream()
                .filter(r -> type.isInstance(r.event())
                        && (host.isEmpty() || r.host().equals(host)))
                .filter(r -> fits.test(type.cast(r.event())))
                .toList();
    }

    private static void cutOff(String clientGo, int code) throws Exception {
        String host = "k8s-master03";
        List<TraceRecord> all = run("""
                title = "F28"
                duration = 100s
                seed = 5
                cluster.kube-controller-manager.client-go = "%s"
                initial { vip = k8s-master01, leader.kube-controller-manager = k8s-master03 }
                timeline = [ { id = cut, at = 20s, isolate = k8s-master03, network = service } ]
                """.formatted(clientGo));
        TraceRecord ended = of(all, LeadershipEnded.class, host, e -> e.lease().endsWith(KCM))
                .get(0);
        double renewed = of(all, LeaseAnswered.class, host, e -> e.lease().endsWith(KCM) && e.status() == 200).stream()
                .mapToDouble(r -> r.at().toSeconds())
                .max()
                .orElseThrow();
        assertThat(ended.at().toSeconds() - renewed).isBetween(11.99, 12.1);
        List<TraceRecord> exits = of(all, ProcessExited.class, host, e -> true).stream()
                .filter(r -> r.component().equals(KCM))
                .toList();
        assertThat(exits).hasSize(1);
        assertThat(((ProcessExited) exits.get(0).event()).exitCode()).isEqualTo(code);
        List<TraceRecord> starts = of(all, ProcessStarted.class, host, e -> true).stream()
                .filter(r -> r.component().equals(KCM))
                .toList();
        assertThat(starts).hasSize(1);
        assertThat(starts.get(0).at().toSeconds() - exits.get(0).at().toSeconds())
                .isBetween(0.1, 0.2);
        assertThat(of(all, UnitStateChanged.class, host, e -> e.result().equals("start-limit-hit")))
                .isEmpty();
        assertThat(of(all, LeadershipStarted.class, "", e -> e.lease().endsWith(KCM)))
                .hasSize(1)
                .noneMatch(r -> r.host().equals(host));
    }

    private static void newLeader(boolean cidrs, double least, double most) throws Exception {
        List<TraceRecord> all = run("""
                title = "F30"
                duration = 60s
                seed = 6
                cluster.kube-controller-manager { allocate-node-cidrs = %s, cluster-cidr = "10.244.0.0/16" }
                initial { vip = k8s-master01, leader.kube-controller-manager = k8s-master03 }
                timeline = [
                  { id = gone, at = 10s, stop = kube-controller-manager, host = k8s-master03 }
                  { id = more, at = 11s, operator = run, tool = kubectl, command = "scale replicaset web --replicas=15", on = client01 }
                ]
                """.formatted(cidrs));
        TraceRecord leads = of(all, LeadershipStarted.class, "", e -> e.lease().endsWith(KCM))
                .get(0);
        TraceRecord works =
                of(all, WorkStarted.class, "", e -> e.lease().endsWith(KCM)).get(0);
        assertThat(works.at().toSeconds() - leads.at().toSeconds()).isBetween(least, most);
        assertThat(all.stream()
                        .filter(r ->
                                r.event() instanceof KubernetesEvent && r.host().startsWith("k8s-master"))
                        .filter(r -> r.at().isAfter(leads.at()) && r.at().isBefore(works.at())))
                .as("it writes nothing before it works, though a ReplicaSet lacks five pods")
                .isEmpty();
        assertThat(of(all, KubernetesEvent.PodCreated.class, "", e -> true))
                .hasSize(5)
                .allMatch(r -> r.at().isAfter(works.at()));
    }

    /** The VIP's host is cut off without a word: kubelets' connections hang. */
    private static void silentVip(boolean healthCheck, int seconds, double least, double most) throws Exception {
        List<TraceRecord> all = run("""
                title = "F50"
                duration = %ds
                seed = 7
                cluster.kubelet.http2-health-check = %s
                initial { vip = k8s-master01 }
                timeline = [ { id = cut, at = 10s, isolate = k8s-master01, network = service } ]
                """.formatted(seconds, healthCheck));
        List<TraceRecord> lost = all.stream()
                .filter(r -> r.event() instanceof ErrorSeen && r.component().equals("kubelet"))
                .filter(r -> !((ErrorSeen) r.event()).error().contains("deadline exceeded"))
                .toList();
        for (int i = 1; i <= 5; i++) {
            String worker = "k8s-node0" + i;
            TraceRecord first = lost.stream()
                    .filter(r -> r.host().equals(worker))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.at().toSeconds() - 10)
                    .as("%s: %s", worker, first.event())
                    .isBetween(least, most);
        }
    }
}
