package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.ClientEvent.ErrorSeen;
import dev.quorate.trace.HostEvent.ProcessExited;
import dev.quorate.trace.HostEvent.UnitStateChanged;
import dev.quorate.trace.KubernetesEvent.FatalLogged;
import dev.quorate.trace.KubernetesEvent.NodeReadyChanged;
import dev.quorate.trace.KubernetesEvent.NodeTaintsChanged;
import dev.quorate.trace.KubernetesEvent.PodBound;
import dev.quorate.trace.KubernetesEvent.PodCidrAssigned;
import dev.quorate.trace.KubernetesEvent.PodDeleted;
import dev.quorate.trace.KubernetesEvent.PodRunning;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.WorkStarted;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The how-to, walked through: each step shows what it shows in reality, and each one left out its symptom. */
class HowToTest {

    private static final String KCM = "kube-controller-manager";
    private static final String WORKER = "k8s-node02";

    private static DrivenSystem system;

    @BeforeAll
    static void open() {
        system = DrivenSystem.create();
    }

    @AfterAll
    static void close() {
        system.close();
    }

    /** The trace from time zero on. */
    private record Walk(List<TraceRecord> records) {

        static Walk of(String name, long seed) throws Exception {
            Scenario scenario =
                    ScenarioParser.parse(Path.of("scenarios").toAbsolutePath().resolve(name + ".conf"));
            List<TraceRecord> records = new ArrayList<>();
            Simulation.of(scenario.withSeed(seed)).run(system, record -> {
                if (record.at().micros() >= 0) {
                    records.add(record);
                }
            });
            return new Walk(records);
        }

        <E extends TraceEvent> List<TraceRecord> events(Class<E> type, Predicate<E> fits) {
            return records.stream()
                    .filter(r -> type.isInstance(r.event()) && fits.test(type.cast(r.event())))
                    .toList();
        }

        /** Exit codes of the tools of that name, in order. */
        List<Integer> exits(String tool) {
            return records.stream()
                    .filter(r ->
                            r.event() instanceof ProcessExited && r.component().startsWith(tool))
                    .map(r -> ((ProcessExited) r.event()).exitCode())
                    .toList();
        }

        double first(Class<? extends TraceEvent> type) {
            return events(type, e -> true).get(0).at().toSeconds();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 7})
    void everyStepIsGreenAndOneOfThreeLeads(long seed) throws Exception {
        Walk walk = Walk.of("how-to", seed);
        assertThat(walk.exits("kubectl")).hasSize(4).containsOnly(0);
        assertThat(walk.exits("systemctl")).hasSize(12).containsOnly(0);
        assertThat(walk.events(UnitStateChanged.class, e -> e.unit().equals(KCM + ".service")))
                .extracting(r -> ((UnitStateChanged) r.event()).state())
                .containsExactly("active", "active", "active");
        List<TraceRecord> leads =
                walk.events(LeadershipStarted.class, e -> e.lease().endsWith(KCM));
        List<TraceRecord> works = walk.events(WorkStarted.class, e -> e.lease().endsWith(KCM));
        assertThat(leads).hasSize(1);
        assertThat(works).hasSize(1);
        assertThat(works.get(0).at().toSeconds() - leads.get(0).at().toSeconds())
                .as("S8: node CIDRs are allocated, so a new leader acts late (measured 11.0 to 12.3 s)")
                .isBetween(10.9, 12.5);
        assertThat(walk.first(PodCidrAssigned.class))
                .isGreaterThan(works.get(0).at().toSeconds());
        TreeSet<String> ranges = new TreeSet<>();
        walk.events(PodCidrAssigned.class, e -> ranges.add(e.podCidr()));
        assertThat(ranges).hasSize(5).allMatch(r -> r.startsWith("10.244.") && r.endsWith(".0/24"));
        assertThat(walk.events(PodRunning.class, e -> true)).hasSizeGreaterThanOrEqualTo(10);
        aDeadWorkersPodsRunElsewhere(walk);
    }

    private static void aDeadWorkersPodsRunElsewhere(Walk walk) {
        double dead = 120;
        List<TraceRecord> unknown = walk.events(
                NodeReadyChanged.class,
                e -> e.node().equals(WORKER) && e.ready().equals("Unknown"));
        double noticed = unknown.get(0).at().toSeconds() - dead;
        assertThat(noticed).as("grace period 50 s from the last heartbeat seen").isBetween(40.0, 56.7);
        double tainted = walk.events(
                                NodeTaintsChanged.class,
                                e -> e.node().equals(WORKER) && e.taints().contains("unreachable:NoExecute"))
                        .get(0)
                        .at()
                        .toSeconds()
                - dead;
        assertThat(tainted - noticed).isBetween(0.0, 5.2);
        List<TraceRecord> evicted = walk.events(PodDeleted.class, e -> true);
        assertThat(evicted).isNotEmpty();
        for (TraceRecord record : evicted) {
            assertThat(record.at().toSeconds() - dead - tainted)
                    .as("tolerationSeconds 300")
                    .isBetween(299.9, 301.0);
        }
        List<TraceRecord> bound = walk.events(PodBound.class, e -> true).stream()
                .filter(r -> r.at().toSeconds() > dead)
                .toList();
        assertThat(bound).hasSameSizeAs(evicted);
        assertThat(bound).noneMatch(r -> ((PodBound) r.event()).node().equals(WORKER));
        assertThat(walk.events(PodRunning.class, e -> true).stream().filter(r -> r.at().toSeconds() > dead))
                .hasSameSizeAs(evicted);
    }

    @Test
    void withoutItsKubeconfigAUnitMeetsTheStartLimitAndStatusSaysSo() throws Exception {
        Walk walk = Walk.of("how-to-kubeconfig-not-copied", 42);
        assertThat(walk.events(FatalLogged.class, e -> true))
                .hasSize(5)
                .allMatch(r -> r.host().equals("k8s-master03"))
                .allMatch(r -> ((FatalLogged) r.event())
                        .message()
                        .equals("stat /etc/kubernetes/controller-manager.conf: no such file or directory"));
        assertThat(walk.events(UnitStateChanged.class, e -> e.result().equals("start-limit-hit")))
                .hasSize(1);
        assertThat(walk.events(ErrorSeen.class, e -> e.target().equals("systemd")))
                .extracting(r -> ((ErrorSeen) r.event()).error())
                .containsExactly("kube-controller-manager.service: Active: failed (Result: start-limit-hit)");
        assertThat(walk.exits("systemctl-status")).containsExactly(0, 0, 3);
        assertThat(walk.events(LeadershipStarted.class, e -> e.lease().endsWith(KCM)))
                .extracting(TraceRecord::host)
                .doesNotContain("k8s-master03");
    }

    @Test
    void withoutTheKeyPairNoControllerManagerStaysUp() throws Exception {
        Walk walk = Walk.of("how-to-no-key-pair", 42);
        assertThat(walk.exits("kubectl")).containsExactly(0, 1, 0, 0);
        assertThat(walk.events(FatalLogged.class, e -> true))
                .hasSize(15)
                .allMatch(r -> ((FatalLogged) r.event())
                        .message()
                        .contains("user \"system:kube-controller-manager\" was not found for context"));
        assertThat(walk.events(UnitStateChanged.class, e -> e.result().equals("start-limit-hit")))
                .hasSize(3);
        assertThat(walk.events(LeadershipStarted.class, e -> e.lease().endsWith(KCM)))
                .isEmpty();
        assertThat(walk.events(PodBound.class, e -> true)).isEmpty();
    }
}
