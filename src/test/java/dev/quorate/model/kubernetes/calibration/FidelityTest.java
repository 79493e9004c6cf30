package dev.quorate.model.kubernetes.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Signal;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseCalled;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the real leader election does under each fault, with the bands that were derived from source and measurements
 * (F1 to F26 and F40 of the fidelity table; F5 stands in KubernetesCalibrationTest, F7 in ExitTest, F28, F30 and F50 in
 * ControlPlaneFactsTest); three candidates, 15/10/2 s.
 */
class FidelityTest {

    private static final int SEEDS = 100;
    private static final Worker.Flags PLAIN = Worker.Flags.of(ClientGo.V0_36, false);
    private static final Worker.Flags RELEASE = Worker.Flags.of(ClientGo.V0_36, true);
    private static final Worker.Flags RELEASE_OLD = Worker.Flags.of(ClientGo.V0_30, true);

    private record Case(String id, String expectation, Runnable check) {}

    @TestFactory
    Stream<DynamicTest> table() {
        List<Case> cases = List.of(
                new Case("F1", "an hour of peace: one leader, a PUT each 2 s, a GET each 3.2 s", FidelityTest::peace),
                new Case("F2", "kill -9: takeover 15.0 to 23.8 s after the last renewal", FidelityTest::kill),
                new Case(
                        "F6", "SIGTERM with release: holder blank at once, takeover 0 to 4.4 s", FidelityTest::release),
                new Case("F8", "API refused: work ends at +12.00", () -> cutOff(ElectionFault.REFUSED)),
                new Case("F9", "API hangs: work ends at +12.00", () -> cutOff(ElectionFault.HANGS)),
                new Case("F10", "SIGSTOP 20 s: 10.00 s, at once, or 12.0 s of work after SIGCONT", FidelityTest::stop),
                new Case("F11", "pauses of 5 to 13 s: nothing happens", FidelityTest::shortPauses),
                new Case(
                        "F13",
                        "Lease deleted: who polls first wins, half of the time a standby",
                        FidelityTest::deleted),
                new Case("F16", "holderIdentity cleared: the same with transitions + 1", FidelityTest::cleared),
                new Case("F17", "unknown holder written: 15 s from its sight", FidelityTest::unknownHolder),
                new Case("F20", "leader's clock at a half and a quarter: no takeover", FidelityTest::slowClock),
                new Case("F22", "wall clocks an hour off: no effect", FidelityTest::wallClocks),
                new Case("F23", "hang with release: +17.0 from 0.34 on, +12.0 before", FidelityTest::hangWithRelease),
                new Case(
                        "F24",
                        "frozen, then SIGTERM and SIGCONT: the successor's Lease is blanked",
                        FidelityTest::blanked),
                new Case("F25", "all restarted: nobody leads for 15 s", FidelityTest::restarted),
                new Case("F26", "one identity twice: both lead, transitions unchanged", FidelityTest::sameIdentity),
                new Case(
                        "F40",
                        "30 s without etcd: work ends at +12.00; then a takeover soon, or after a ghost renewal",
                        FidelityTest::etcdOutage));
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.id + ": " + c.expectation, c.check::run));
    }

    private static List<ElectionTrial> trials(int seeds, Worker.Flags flags, Consumer<ElectionTrial> fault) {
        List<ElectionTrial> trials = new ArrayList<>();
        for (long seed = 0; seed < seeds; seed++) {
            ElectionTrial trial = new ElectionTrial(500 + seed, flags);
            fault.accept(trial);
            trials.add(trial);
        }
        return trials;
    }

    private static double[] sorted(
            List<ElectionTrial> trials, java.util.function.ToDoubleFunction<ElectionTrial> value) {
        return Agreement.sorted(
                trials.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).toArray());
    }

    private static double sinceRenewal(ElectionTrial trial) {
        return trial.takeover() + trial.faultAt - trial.lastRenewal();
    }

    private static double endSinceRenewal(ElectionTrial trial) {
        return trial.oldEnd() - trial.lastRenewal();
    }

    private static void peace() {
        ElectionTrial trial = new ElectionTrial(1, PLAIN);
        double from = trial.now();
        trial.run(3_600);
        List<TraceRecord> calls = trial.events(LeaseCalled.class, r -> r.at().toSeconds() > from);
        assertSpacing(calls, trial.leader, "update", 2.00, 2.05, 2.01);
        assertThat(calls)
                .noneMatch(r -> r.host().equals(trial.leader)
                        && ((LeaseCalled) r.event()).verb().equals("get"));
        for (String standby : ElectionTrial.CANDIDATES) {
            if (!standby.equals(trial.leader)) {
                assertSpacing(calls, standby, "get", 2.0, 4.45, 3.2);
            }
        }
        assertThat(trial.lease().leaseTransitions()).isZero();
        assertThat(trial.leaders(from)).isEmpty();
    }

    private static void assertSpacing(
            List<TraceRecord> calls, String host, String verb, double min, double max, double mean) {
        List<TraceRecord> own = calls.stream()
                .filter(r -> r.host().equals(host)
                        && ((LeaseCalled) r.event()).verb().equals(verb))
                .toList();
        for (int i = 1; i < own.size(); i++) {
            assertThat(own.get(i).at().toSeconds() - own.get(i - 1).at().toSeconds())
                    .isBetween(min, max);
        }
        double span = own.get(own.size() - 1).at().toSeconds() - own.get(0).at().toSeconds();
        assertThat(span / (own.size() - 1)).isBetween(mean - 0.1, mean + 0.1);
    }

    private static void kill() {
        List<ElectionTrial> trials = trials(SEEDS, PLAIN, ElectionFault.KILL.happens);
        assertTakeoverAsAfterAKill(trials);
        double[] afterKill = sorted(trials, ElectionTrial::takeover);
        assertThat(afterKill).hasSize(SEEDS);
        assertThat(afterKill[0]).isGreaterThan(13.0);
        assertThat(Agreement.median(afterKill)).isBetween(16.2, 17.2);
        for (ElectionTrial trial : trials) {
            assertThat(trial.lease().leaseTransitions()).isEqualTo(1);
            assertThat(trial.overlapOfAny()).isZero();
        }
    }

    private static void assertTakeoverAsAfterAKill(List<ElectionTrial> trials) {
        double[] since = sorted(trials, FidelityTest::sinceRenewal);
        assertThat(since[0]).isGreaterThanOrEqualTo(15.0);
        assertThat(since[since.length - 1]).isLessThan(23.8);
        assertThat(Agreement.median(since)).isBetween(17.1, 17.9);
        assertThat(Agreement.quantile(since, 0.05)).isBetween(15.1, 16.4); // 15.7, and a hundred seeds' error
        assertThat(Agreement.quantile(since, 0.95)).isBetween(18.9, 20.1); // 19.5
    }

    private static void release() {
        List<ElectionTrial> trials = trials(SEEDS, RELEASE, trial -> {
            trial.signal(trial.leader, Signal.TERM);
            trial.run(0.03);
            if (Double.isNaN(trial.takeover())) {
                Lease blank = trial.lease();
                assertThat(blank.holderIdentity()).isEmpty();
                assertThat(blank.leaseDurationSeconds()).isEqualTo(1);
            }
            trial.run(10);
        });
        double[] takeover = sorted(trials, ElectionTrial::takeover);
        assertThat(takeover).hasSize(SEEDS);
        assertThat(takeover[SEEDS - 1]).isLessThan(4.45);
        assertThat(Agreement.median(takeover)).isBetween(0.85, 1.8); // two loops in phase by chance alone: 0.95
        trials.forEach(t -> assertThat(t.lease().leaseTransitions()).isEqualTo(1));
    }

    private static void cutOff(ElectionFault fault) {
        List<ElectionTrial> trials = trials(SEEDS, PLAIN, fault.happens);
        assertTakeoverAsAfterAKill(trials);
        double[] ends = sorted(trials, FidelityTest::endSinceRenewal);
        assertThat(ends).hasSize(SEEDS);
        assertThat(ends[0]).isBetween(11.99, 12.1);
        assertThat(ends[SEEDS - 1]).isBetween(11.99, 12.1);
        double[] gaps = sorted(trials, t -> t.takeover() + t.faultAt - t.oldEnd());
        assertThat(gaps[0]).isGreaterThanOrEqualTo(3.0);
        assertThat(gaps[SEEDS - 1]).isLessThan(11.8);
        assertThat(Agreement.median(gaps)).isBetween(5.0, 6.0);
        trials.forEach(t -> assertThat(t.overlapOfAny()).isZero());
    }

    private static void stop() {
        List<ElectionTrial> trials = trials(SEEDS, PLAIN, ElectionFault.STOP.happens);
        int tenSeconds = 0;
        for (ElectionTrial trial : trials) {
            double after = trial.oldEnd() - trial.pauseEnd();
            assertThat(after < 0.1 || (after >= 9.99 && after <= 10.1) || (after > 11.9 && after < 12.1))
                    .as("worked %s s after SIGCONT", after)
                    .isTrue();
            tenSeconds += after >= 9.99 && after <= 10.1 ? 1 : 0;
            assertThat(trial.overlap()).isBetween(after - 0.01, after + 0.01);
        }
        assertThat(tenSeconds).isGreaterThan(SEEDS * 9 / 10);
    }

    private static void shortPauses() {
        for (int seconds : List.of(5, 8, 11, 13)) {
            for (ElectionTrial trial : trials(60, PLAIN, t -> {
                t.pause(t.leader, seconds);
                t.run(20);
            })) {
                if (seconds > 10 && trial.wasInCall()) {
                    continue; // frozen inside a poll whose deadline passed: it ends within milliseconds
                }
                assertThat(trial.takeover()).isNaN();
                assertThat(trial.oldEnd()).isNaN();
                assertThat(trial.lease().leaseTransitions()).isZero();
            }
        }
    }

    private static void deleted() {
        int standby = 0;
        for (ElectionTrial trial : trials(SEEDS, PLAIN, ElectionFault.DELETED.happens)) {
            assertThat(trial.lease().leaseTransitions()).isZero();
            if (Double.isNaN(trial.takeover())) {
                // F15: the leader wins, no interruption
                assertThat(trial.oldEnd()).isNaN();
                continue;
            }
            standby++;
            assertThat(trial.takeover()).isLessThan(2.1);
            assertThat(trial.overlap()).isBetween(8.0, 12.0); // F14
            assertThat(endSinceRenewal(trial)).isBetween(11.99, 14.1);
        }
        assertThat(standby).isBetween(SEEDS * 39 / 100, SEEDS * 59 / 100);
    }

    private static void cleared() {
        int standby = 0;
        for (ElectionTrial trial : trials(SEEDS, PLAIN, t -> {
            t.kubectl("edit lease worker -n kube-system --holder-identity=");
            t.run(20);
        })) {
            assertThat(trial.lease().leaseTransitions()).isEqualTo(1);
            if (!Double.isNaN(trial.takeover())) {
                standby++;
                assertThat(trial.overlap()).isBetween(8.0, 12.0);
            }
        }
        assertThat(standby).isBetween(SEEDS * 39 / 100, SEEDS * 59 / 100);
    }

    private static void unknownHolder() {
        for (ElectionTrial trial : trials(60, PLAIN, t -> {
            t.kubectl("edit lease worker -n kube-system --holder-identity=nobody");
            t.run(30);
        })) {
            assertThat(trial.takeover()).isBetween(15.0, 24.0);
            assertThat(trial.oldEnd() - trial.faultAt).isBetween(9.9, 12.1);
            assertThat(trial.overlapOfAny()).isZero();
            assertThat(trial.lease().leaseTransitions()).isEqualTo(1);
        }
    }

    private static void slowClock() {
        for (double rate : List.of(0.5, 0.25)) {
            for (long seed = 0; seed < 10; seed++) {
                ElectionTrial trial = new ElectionTrial(
                        seed, PLAIN, 10, lab -> lab.clock(ElectionTrial.CANDIDATES.get(0), rate, Duration.ZERO));
                assertThat(trial.leader).isEqualTo(ElectionTrial.CANDIDATES.get(0));
                trial.run(600);
                assertThat(trial.takeover()).isNaN();
                assertThat(trial.lease().leaseTransitions()).isZero();
            }
        }
    }

    private static void wallClocks() {
        for (long seed = 0; seed < 20; seed++) {
            ElectionTrial plain = new ElectionTrial(seed, PLAIN);
            ElectionTrial skewed = new ElectionTrial(seed, PLAIN, 10, lab -> {
                lab.clock(ElectionTrial.CANDIDATES.get(0), 1, Duration.ofHours(1));
                lab.clock(ElectionTrial.CANDIDATES.get(1), 1, Duration.ofHours(-1));
            });
            for (ElectionTrial trial : List.of(plain, skewed)) {
                trial.kill(trial.leader);
                trial.run(30);
            }
            assertThat(skewed.takeover()).isEqualTo(plain.takeover());
        }
    }

    private static void hangWithRelease() {
        List<ElectionTrial> trials = trials(SEEDS, RELEASE, ElectionFault.HANGS_RELEASE.happens);
        int overlapping = 0;
        for (ElectionTrial trial : trials) {
            assertThat(endSinceRenewal(trial)).isBetween(16.99, 17.1);
            assertThat(trial.overlap()).isLessThan(2.05);
            overlapping += trial.overlap() > 0 ? 1 : 0;
        }
        assertThat(overlapping).isBetween(SEEDS * 25 / 100, SEEDS * 48 / 100);
        for (ElectionTrial trial : trials(60, RELEASE_OLD, ElectionFault.HANGS_RELEASE.happens)) {
            assertThat(endSinceRenewal(trial)).isBetween(11.99, 12.1);
        }
        for (ElectionTrial trial :
                trials(60, Worker.Flags.of(ClientGo.V0_20, true), ElectionFault.HANGS_RELEASE.happens)) {
            assertThat(endSinceRenewal(trial)).isBetween(11.99, 12.1);
        }
    }

    private static void blanked() {
        int third = 0;
        for (ElectionTrial trial : trials(SEEDS, RELEASE, ElectionFault.STOP_TERM_RELEASE.happens)) {
            assertThat(trial.lease().leaseTransitions()).isEqualTo(2);
            double any = trial.overlapOfAny();
            if (any > 1) {
                third++;
                assertThat(any).isBetween(9.5, 12.2);
            }
        }
        assertThat(third).isBetween(SEEDS * 10 / 100, SEEDS * 60 / 100);
        for (ElectionTrial trial : trials(60, RELEASE_OLD, ElectionFault.STOP_TERM_RELEASE.happens)) {
            assertThat(trial.lease().leaseTransitions()).isEqualTo(1);
            assertThat(trial.overlapOfAny()).isLessThan(0.1);
        }
    }

    private static void restarted() {
        for (ElectionTrial trial : trials(60, PLAIN, t -> {
            ElectionTrial.CANDIDATES.forEach(t::kill);
            t.run(60);
            t.faultAt = t.now();
            ElectionTrial.CANDIDATES.forEach(c -> t.start(c, PLAIN));
            t.run(30);
        })) {
            TraceRecord first = trial.events(LeadershipStarted.class, r -> r.at().toSeconds() > trial.faultAt)
                    .get(0);
            assertThat(first.at().toSeconds() - trial.faultAt).isBetween(15.0, 19.5);
            assertThat(trial.leaders(trial.faultAt)).hasSize(1);
        }
    }

    private static void sameIdentity() {
        Worker.Flags twin = new Worker.Flags(
                Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2), false, ClientGo.V0_36, "one");
        for (ElectionTrial trial : trials(10, twin, t -> t.run(120))) {
            assertThat(trial.leaders(-1)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(trial.events(LeadershipEnded.class, r -> true)).isEmpty();
            assertThat(trial.overlapOfAny()).isGreaterThan(100);
            assertThat(trial.lease().leaseTransitions()).isZero();
        }
    }

    private static void etcdOutage() {
        int soon = 0;
        List<Double> ghosts = new ArrayList<>();
        for (long seed = 0; seed < 24; seed++) {
            EtcdOutageTrial trial = new EtcdOutageTrial(seed);
            assertThat(trial.endSinceRenewal()).isBetween(11.99, 12.1);
            assertThat(trial.overlapped()).isFalse();
            double takeover = trial.takeover();
            assertThat(takeover > 0 && (takeover < 7 || (takeover > 15.0 && takeover < 20)))
                    .as("seed %s: takeover %s s after the return of quorum", seed, takeover)
                    .isTrue();
            soon += takeover < 7 ? 1 : 0; // a poll may hang for its 5 s after the quorum is back
            if (takeover > 15) {
                ghosts.add(takeover);
            }
        }
        System.out.println(
                "F40: " + soon + " of 24 soon, after a ghost renewal " + ghosts + " (measured 4 and 6 of 10)");
        assertThat(soon).isPositive();
        assertThat(ghosts).isNotEmpty();
        ghosts.sort(Double::compare);
        assertThat(ghosts.get(ghosts.size() / 2)).isBetween(16.0, 19.0);
    }
}
