package dev.quorate.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.outcome.Answer;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.trace.ClientEvent.AvailabilityChanged;
import dev.quorate.trace.ClientEvent.ErrorSeen;
import dev.quorate.trace.EtcdEvent.EntriesTruncated;
import dev.quorate.trace.EtcdEvent.EntryAppended;
import dev.quorate.trace.EtcdEvent.EntryCommitted;
import dev.quorate.trace.EtcdEvent.KeyWritten;
import dev.quorate.trace.EtcdEvent.RaftRoleChanged;
import dev.quorate.trace.EtcdEvent.VoteGranted;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.HostEvent.ClockRateChanged;
import dev.quorate.trace.HostEvent.HostFrozen;
import dev.quorate.trace.HostEvent.HostPoweredOff;
import dev.quorate.trace.HostEvent.HostThawed;
import dev.quorate.trace.HostEvent.ProcessExited;
import dev.quorate.trace.HostEvent.ProcessPaused;
import dev.quorate.trace.HostEvent.ProcessResumed;
import dev.quorate.trace.HostEvent.ProcessStarted;
import dev.quorate.trace.KubernetesEvent.PodBound;
import dev.quorate.trace.KubernetesEvent.PodCidrAssigned;
import dev.quorate.trace.KubernetesEvent.PodCreated;
import dev.quorate.trace.KubernetesEvent.PodDeleted;
import dev.quorate.trace.KubernetesEvent.PodRunning;
import dev.quorate.trace.KubernetesEvent.PodStopped;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseAnswered;
import dev.quorate.trace.LeaderElectionEvent.LeaseCalled;
import dev.quorate.trace.LeaderElectionEvent.LeaseWritten;
import dev.quorate.trace.LeaderElectionEvent.WorkStarted;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.MembershipEvent.QuorumChanged;
import dev.quorate.trace.NetworkEvent.LinksCut;
import dev.quorate.trace.NetworkEvent.VipAcquired;
import dev.quorate.trace.NetworkEvent.VipReleased;
import dev.quorate.trace.PacemakerEvent.DcElected;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.RunEvent.RunEnded;
import dev.quorate.trace.Traces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule must catch a bad trace and pass a good one, both made by hand. */
class VerdictsTest {

    private static final String A = "k8s-master01";
    private static final String B = "k8s-master02";
    private static final String C = "k8s-master03";
    private static final String KS = "kube-scheduler";
    private static final String VIP = "192.168.15.200";

    private record Case(Traces good, Traces bad) {}

    private final Map<String, Case> cases = new LinkedHashMap<>();

    VerdictsTest() {
        safetyOfTheStack();
        safetyOfEtcd();
        safetyOfKubernetes();
        liveness();
        sometimes();
    }

    @Test
    void everyRuleHasAGoodAndABadTrace() {
        assertThat(cases.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Verdicts.all().stream().map(Verdict::name).toList());
        assertThat(Verdicts.all()).hasSizeGreaterThanOrEqualTo(20);
    }

    @TestFactory
    Stream<DynamicTest> passesItsGoodTrace() {
        return Verdicts.all().stream()
                .map(verdict -> DynamicTest.dynamicTest(verdict.name(), () -> {
                    Traces good = caseOf(verdict).good();
                    assertThat(answers(verdict, good))
                            .as("%s on its good trace", verdict.name())
                            .containsOnly(Answer.HELD);
                }));
    }

    @TestFactory
    Stream<DynamicTest> catchesItsBadTrace() {
        return Verdicts.all().stream()
                .map(verdict -> DynamicTest.dynamicTest(verdict.name(), () -> {
                    Traces bad = caseOf(verdict).bad();
                    assertThat(answers(verdict, bad))
                            .as("%s on its bad trace", verdict.name())
                            .contains(Answer.VIOLATED);
                }));
    }

    @TestFactory
    Stream<DynamicTest> knowsNothingOfAnEmptyTrace() {
        return Verdicts.all().stream()
                .filter(verdict -> verdict.ruleClass() != RuleClass.SOMETIMES)
                .map(verdict -> DynamicTest.dynamicTest(
                        verdict.name(),
                        () -> assertThat(answers(verdict, new Traces().at(600).then(new RunEnded())))
                                .containsOnly(Answer.UNKNOWN)));
    }

    @Test
    void aDuplicateLeaderIsNamedWithItsWindowAndWhatFailed() {
        VerdictResult result = result("single-acting-leader", pausedLeader());
        assertThat(result.fullName()).isEqualTo("single-acting-leader.kube-scheduler");
        Violation first = result.first().orElseThrow();
        assertThat(first.from().toString()).isEqualTo("44.700s");
        assertThat(first.to().toString()).isEqualTo("46.000s");
        assertThat(first.who()).containsExactly(A, B);
        assertThat(first.protection()).contains("was paused past its deadline");
        assertThat(result.violatedMicros()).isEqualTo(1_300_000);
    }

    @Test
    void aPausedOrFrozenLeaderDoesNotAct() {
        Traces traces = leads(new Traces().at(1), A).at(20).on(A).then(new HostFrozen());
        assertThat(answers(
                        named("single-acting-leader"),
                        leads(traces.at(40), B).at(50).then(new RunEnded())))
                .containsOnly(Answer.HELD);
    }

    @Test
    void aFrozenHostHoldsNoAddressAndAPausedProcessDoesNotMatter() {
        Traces traces =
                new Traces().at(1).on(A).then(new VipAcquired(VIP)).at(2).then(new HostFrozen());
        traces.at(3).on(B).then(new VipAcquired(VIP)).at(5).on(B).then(new VipReleased(VIP, "moved"));
        traces.at(5).on(A).then(new HostThawed(false)).at(9).then(new RunEnded());
        assertThat(answers(named("single-vip-holder"), traces)).containsOnly(Answer.HELD);
    }

    @Test
    void aSlowClockIsAllowedItsOwnTime() {
        Traces traces = new Traces().at(0).on(A).then(new ClockRateChanged(500_000));
        update(traces.at(1), A, 1, 10, 200, 11);
        leads(traces, A).at(24).on(A, KS).then(new LeadershipEnded(KS, A + "_1", "deadline"));
        assertThat(answers(named("acting-without-quorum-bounded"), traces)).containsOnly(Answer.HELD);
    }

    @Test
    void aManualConfirmationIsBlamed() {
        Traces traces = caseOf(named("fenced-before-recovery")).bad();
        assertThat(result("fenced-before-recovery", traces)
                        .first()
                        .orElseThrow()
                        .protection())
                .isEqualTo("fencing: a person confirmed that k8s-master01 was fenced, and it was not");
    }

    @Test
    void livenessIsNotAskedWhenTheRunEndsTooSoon() {
        Traces traces = new Traces().at(1).on(A).then(new VipAcquired(VIP));
        traces.at(20)
                .on("")
                .then(powerOff())
                .on(A)
                .then(new HostPoweredOff())
                .at(40)
                .then(new RunEnded());
        assertThat(answers(named("recovers-within"), traces)).containsOnly(Answer.UNKNOWN);
        assertThat(answers(named("recovers-within"), traces.at(90).then(new RunEnded())))
                .containsOnly(Answer.VIOLATED);
    }

    @Test
    void recoveryIsMeasuredFromTheLastFaultToTheLastMend() {
        assertThat(result("recovers-within", outage(true)).note()).isEqualTo("25.4 s after: power off k8s-master01");
    }

    @Test
    void anUnansweredWriteMayTakeEffectLater() {
        Traces traces = new Traces();
        update(traces.at(1), A, 1, 10, 200, 11);
        // the answer to this one is lost, yet it took effect: the next read shows it
        traces.at(2).on(A, KS).then(new LeaseCalled(KS, 2, "update", A + "_1", 11));
        traces.at(3).then(new LeaseAnswered(KS, 2, "update", 0, "", 0));
        get(traces.at(4), B, 1, A + "_1", 12);
        update(traces.at(5), B, 2, 12, 200, 13);
        assertThat(answers(named("lease-history-linearizable"), traces)).containsOnly(Answer.HELD);
    }

    @Test
    void aHolderThatAPersonClearsIsNoOtherHistory() {
        Traces traces = new Traces();
        update(traces.at(1), A, 1, 10, 200, 11);
        // the leader's renewal takes effect before the person's write, and is answered after it
        traces.at(2).on(A, KS).then(new LeaseCalled(KS, 2, "update", A + "_1", 11));
        traces.on(A, "kube-apiserver")
                .then(new LeaseWritten(KS, 12, A + "_1", 0, "system:" + KS + "@192.168.15.201", "etcd"));
        traces.on(A, "kube-apiserver").then(new LeaseWritten(KS, 13, "", 0, "kubernetes-admin", "etcd"));
        traces.at(3).on(A, KS).then(new LeaseAnswered(KS, 2, "update", 200, A + "_1", 12));
        get(traces.at(4), B, 1, "", 13);
        update(traces.at(5), B, 2, 13, 200, 14);
        assertThat(answers(named("lease-history-linearizable"), traces)).containsOnly(Answer.HELD);
        get(traces.at(6), A, 3, "", 13);
        assertThat(answers(named("lease-history-linearizable"), traces)).containsOnly(Answer.VIOLATED);
    }

    @Test
    void overlappingCallsMayTakeEffectInEitherOrder() {
        Traces traces = new Traces();
        update(traces.at(1), A, 1, 10, 200, 11);
        traces.at(2).on(A, KS).then(new LeaseCalled(KS, 2, "update", A + "_1", 11));
        traces.at(2).on(B, KS).then(new LeaseCalled(KS, 1, "get", "", 0));
        traces.at(3).on(A, KS).then(new LeaseAnswered(KS, 2, "update", 200, A + "_1", 12));
        traces.at(4).on(B, KS).then(new LeaseAnswered(KS, 1, "get", 200, A + "_1", 11));
        assertThat(answers(named("lease-history-linearizable"), traces)).containsOnly(Answer.HELD);
    }

    @Test
    void twoUpdatesOfOneRevisionCannotBothSucceed() {
        Traces traces = new Traces();
        update(traces.at(1), A, 1, 10, 200, 11);
        update(traces.at(2), A, 2, 11, 200, 12);
        update(traces.at(3), B, 1, 11, 200, 13);
        assertThat(answers(named("lease-history-linearizable"), traces)).containsOnly(Answer.VIOLATED);
    }

    private void safetyOfTheStack() {
        put("single-acting-leader", handover(), pausedLeader());
        put(
                "single-lease-holder",
                lease(lease(new Traces().at(1), "etcd", A, 10).at(30), "etcd", B, 11),
                lease(lease(new Traces().at(1), "etcd", A, 10).at(5), "forced", B, 11));
        put(
                "single-vip-holder",
                new Traces()
                        .at(1)
                        .on(A)
                        .then(new VipAcquired(VIP))
                        .at(2)
                        .then(new HostPoweredOff())
                        .at(3)
                        .on(B)
                        .then(new VipAcquired(VIP)),
                new Traces()
                        .at(1)
                        .on(A)
                        .then(new VipAcquired(VIP))
                        .at(2)
                        .on(B)
                        .then(new VipAcquired(VIP))
                        .at(3)
                        .then(new RunEnded()));
        put(
                "resource-active-at-most-once",
                started(new Traces().at(1), A)
                        .at(2)
                        .then(resource("stopping"))
                        .at(3)
                        .then(resource("stopped"))
                        .at(4)
                        .on(B)
                        .then(resource("started"))
                        .at(5)
                        .then(new RunEnded()),
                started(started(new Traces().at(1), A).at(2), B).at(3).then(new RunEnded()));
        put(
                "fenced-before-recovery",
                started(
                        started(formed(new Traces().at(1), B, "1.8", B, C), A)
                                .at(5)
                                .on(A)
                                .then(new HostPoweredOff())
                                .on(B)
                                .then(new FenceConfirmed(A, "fence_ipmilan", false))
                                .at(6),
                        B),
                started(
                        started(formed(new Traces().at(1), B, "1.8", B, C), A)
                                .at(5)
                                .on(B)
                                .then(new FenceConfirmed(A, "operator", true))
                                .at(6),
                        B));
        put("acting-without-quorum-bounded", renewed(12.9), renewed(20));
        put(
                "single-quorate-partition",
                quorate(quorate(formed(formed(new Traces().at(1), A, "1.4", A), B, "2.4", B, C), A, false), B, true)
                        .at(2)
                        .then(new RunEnded()),
                quorate(quorate(formed(formed(new Traces().at(1), A, "1.4", A), B, "2.4", B, C), A, true), B, true)
                        .at(2)
                        .then(new RunEnded()));
        put(
                "totem-ring-agreement",
                formed(formed(new Traces().at(1), A, "1.4", A, B), B, "1.4", A, B),
                formed(formed(new Traces().at(1), A, "1.4", A, B), B, "1.4", B));
    }

    private void safetyOfEtcd() {
        put(
                "etcd-one-leader-per-term",
                role(role(new Traces().at(1), A, 3, "leader"), B, 4, "leader"),
                role(role(new Traces().at(1), A, 3, "leader"), B, 3, "leader"));
        put(
                "etcd-one-vote-per-term",
                vote(vote(vote(new Traces(), A, 3, B), A, 3, B), A, 4, C),
                vote(vote(new Traces(), A, 3, B), A, 3, C));
        put(
                "etcd-log-matching",
                append(append(append(append(new Traces(), A, 5, 2, "x"), A, 6, 2, "y"), B, 5, 2, "x"), B, 6, 2, "y"),
                append(append(append(append(new Traces(), A, 5, 1, "x"), A, 6, 3, "y"), B, 5, 2, "z"), B, 6, 3, "y"));
        Traces complete = append(append(new Traces(), A, 5, 2, "x"), B, 5, 2, "x");
        put(
                "etcd-leader-completeness",
                role(commit(complete, A, 5, 2, "x"), B, 3, "leader"),
                role(
                        commit(
                                append(append(append(new Traces(), A, 5, 2, "x"), C, 5, 2, "x"), B, 4, 1, "w"),
                                A,
                                5,
                                2,
                                "x"),
                        B,
                        3,
                        "leader"));
        put(
                "etcd-state-machine-safety",
                commit(commit(new Traces(), A, 5, 2, "x"), B, 5, 2, "x"),
                commit(commit(new Traces(), A, 5, 2, "x"), B, 5, 3, "y"));
        Traces kept = new Traces();
        update(wrote(kept.at(1), A, 11, "leases/ks", "d1"), A, 1, 10, 200, 11);
        Traces lost = new Traces();
        update(wrote(lost.at(1), A, 11, "leases/ks", "d1"), A, 1, 10, 200, 11);
        put("no-lost-write", wrote(kept, B, 11, "leases/ks", "d1"), wrote(lost.at(9), B, 11, "leases/ks", "d2"));
        Traces linear = new Traces();
        update(linear.at(1), A, 1, 10, 200, 11);
        get(linear.at(2), B, 1, A + "_1", 11);
        update(linear.at(3), B, 2, 10, 409, 0);
        update(linear.at(4), B, 3, 11, 200, 12);
        Traces stale = new Traces();
        update(stale.at(1), A, 1, 10, 200, 11);
        update(stale.at(2), A, 2, 11, 200, 12);
        get(stale.at(3), B, 1, A + "_1", 11);
        put("lease-history-linearizable", linear, stale);
    }

    private void safetyOfKubernetes() {
        put(
                "no-double-binding",
                new Traces()
                        .then(new PodBound("web-0", "node1", 5, "etcd"))
                        .then(new PodDeleted("web-0", true, 6, "etcd"))
                        .then(new PodBound("web-0", "node2", 7, "etcd")),
                new Traces()
                        .then(new PodBound("web-0", "node1", 5, "etcd"))
                        .then(new PodBound("web-0", "node2", 5, "forced")));
        put(
                "no-duplicate-pod-cidr",
                new Traces()
                        .then(new PodCidrAssigned("node1", "10.244.0.0/24", 5, "etcd"))
                        .then(new PodCidrAssigned("node2", "10.244.1.0/24", 6, "etcd")),
                new Traces()
                        .then(new PodCidrAssigned("node1", "10.244.0.0/24", 5, "etcd"))
                        .then(new PodCidrAssigned("node2", "10.244.0.0/24", 6, "etcd")));
        put(
                "pod-runs-on-one-node",
                new Traces()
                        .at(1)
                        .on("node1")
                        .then(new PodRunning("web-0"))
                        .at(2)
                        .then(new PodStopped("web-0"))
                        .at(3)
                        .on("node2")
                        .then(new PodRunning("web-0"))
                        .at(4)
                        .then(new RunEnded()),
                new Traces()
                        .at(1)
                        .on("node1")
                        .then(new PodRunning("web-0"))
                        .at(3)
                        .on("node2")
                        .then(new PodRunning("web-0"))
                        .at(4)
                        .then(new RunEnded()));
    }

    private void liveness() {
        put("recovers-within", outage(true), outage(false));
        put("leader-eventually", outage(true), outage(false));
        put(
                "vip-eventually",
                outage(true),
                new Traces()
                        .at(1)
                        .on(A)
                        .then(new VipAcquired(VIP))
                        .at(20)
                        .on("")
                        .then(powerOff())
                        .on(A)
                        .then(new HostPoweredOff())
                        .at(120)
                        .then(new RunEnded()));
        Traces again = new Traces()
                .at(1)
                .on("")
                .then(new PodCreated("web-0", "web", 5, "etcd"))
                .on("node1")
                .then(new PodRunning("web-0"))
                .at(20)
                .on("")
                .then(powerOff())
                .on("node1")
                .then(new HostPoweredOff());
        Traces never = new Traces()
                .at(1)
                .on("")
                .then(new PodCreated("web-0", "web", 5, "etcd"))
                .on("node1")
                .then(new PodRunning("web-0"))
                .at(20)
                .on("")
                .then(powerOff())
                .on("node1")
                .then(new HostPoweredOff());
        put(
                "pods-rescheduled-within",
                again.at(340)
                        .on("")
                        .then(new PodDeleted("web-0", false, 8, "etcd"))
                        .then(new PodCreated("web-1", "web", 9, "etcd"))
                        .at(350)
                        .on("node2")
                        .then(new PodRunning("web-1"))
                        .at(500)
                        .then(new RunEnded()),
                never.at(500).then(new RunEnded()));
    }

    private void sometimes() {
        Traces nothing = new Traces().at(60).then(new RunEnded());
        put(
                "fence-happened",
                new Traces().on(B).then(new FenceConfirmed(A, "fence_ipmilan", false)),
                new Traces().on(B).then(new FenceConfirmed(A, "operator", true)));
        put(
                "etcd-leader-changed",
                role(role(new Traces(), A, 3, "leader"), B, 4, "leader"),
                role(role(new Traces(), A, 3, "leader"), B, 4, "follower"));
        put(
                "dc-changed",
                new Traces().on(A).then(new DcElected()).on(B).then(new DcElected()),
                new Traces().on(A).then(new DcElected()));
        put("pod-evicted", new Traces().then(new PodDeleted("web-0", false, 3, "etcd")), nothing);
        put(
                "process-restarted",
                new Traces().on(A, KS).then(new ProcessStarted(2, List.of())),
                new Traces().on(A, KS).then(new ProcessStarted(1, List.of())));
        put(
                "operator-acted",
                new Traces().then(new FaultInjected("f1", "confirm-fenced", List.of(A), "confirms", true)),
                new Traces().then(powerOff()));
        put("client-saw-error", new Traces().on("admin").then(new ErrorSeen(VIP, "connection refused")), nothing);
        put("leader-changed", handover(), leads(new Traces().at(1), A));
        put(
                "leader-changed-under-partition",
                leads(
                        leads(new Traces().at(1), A)
                                .at(2)
                                .on("")
                                .then(new LinksCut("cluster", List.of("a>b")))
                                .at(20),
                        B),
                handover());
        put("vip-moved", outage(true), new Traces().on(A).then(new VipAcquired(VIP)));
        put("quorum-lost", quorate(quorate(new Traces(), A, true), A, false), quorate(new Traces(), A, true));
        put(
                "api-outage-happened",
                new Traces().on("admin").then(new AvailabilityChanged(VIP, false, "no route to host")),
                nothing);
        put("leader-paused", pausedLeader(), handover());
    }

    /** The leader is paused past its lease; when it goes on it acts on for 1.3 s beside the new one. */
    private static Traces pausedLeader() {
        Traces traces = leads(new Traces().at(1), A).at(20).on(A, KS).then(new ProcessPaused());
        leads(traces.at(36), B).at(44.7).on(A, KS).then(new ProcessResumed());
        return traces.at(46)
                .on(A, KS)
                .then(new LeadershipEnded(KS, A + "_1", "lost the lease"))
                .at(60)
                .then(new RunEnded());
    }

    /** A leader whose last renewal was at 1 s and which acts until {@code end}. */
    private static Traces renewed(double end) {
        Traces traces = new Traces().at(1);
        update(traces, A, 1, 10, 200, 11);
        return leads(traces, A).at(end).on(A, KS).then(new LeadershipEnded(KS, A + "_1", "deadline"));
    }

    private static Traces handover() {
        Traces traces = leads(new Traces().at(1), A).at(20).on(A, KS).then(new ProcessExited(1, 1, "lost the lease"));
        return leads(traces.at(36), B).at(60).then(new RunEnded());
    }

    private static Traces outage(boolean recovers) {
        Traces traces = leads(new Traces().at(1).on(A).then(new VipAcquired(VIP)), A);
        traces.at(20).on("").then(powerOff()).on(A).then(new HostPoweredOff());
        traces.at(28).on(B).then(new VipAcquired(VIP));
        if (recovers) {
            leads(traces.at(45.4), B);
        }
        return traces.at(120).then(new RunEnded());
    }

    private static FaultInjected powerOff() {
        return new FaultInjected("f1", "power-off", List.of(A), "power off " + A, false);
    }

    private static Traces leads(Traces traces, String host) {
        return traces.on(host, KS).then(new LeadershipStarted(KS, host + "_1")).then(new WorkStarted(KS, host + "_1"));
    }

    private static Traces lease(Traces traces, String store, String host, long revision) {
        return traces.on(host, "kube-apiserver")
                .then(new LeaseWritten(KS, revision, host + "_1", 1, host + "_1", store));
    }

    private static Traces started(Traces traces, String host) {
        return traces.on(host, "pacemaker").then(resource("started"));
    }

    private static ResourceStateChanged resource(String state) {
        return new ResourceStateChanged("vip", state, "");
    }

    private static Traces formed(Traces traces, String host, String ring, String... members) {
        return traces.on(host, "corosync").then(new MembershipFormed(ring, List.of(members)));
    }

    private static Traces quorate(Traces traces, String host, boolean quorate) {
        return traces.on(host, "corosync")
                .then(new QuorumChanged(quorate, 2, 3, 2, host.equals(A) ? List.of(A) : List.of(B, C)));
    }

    private static Traces role(Traces traces, String host, long term, String role) {
        return traces.on(host, "etcd").then(new RaftRoleChanged("etcd", term, role, ""));
    }

    private static Traces vote(Traces traces, String host, long term, String candidate) {
        return traces.on(host, "etcd").then(new VoteGranted("etcd", term, candidate));
    }

    private static Traces append(Traces traces, String host, long index, long term, String digest) {
        return traces.on(host, "etcd").then(new EntryAppended("etcd", index, term, digest));
    }

    private static Traces commit(Traces traces, String host, long index, long term, String digest) {
        return traces.on(host, "etcd").then(new EntryCommitted("etcd", index, term, digest));
    }

    private static Traces wrote(Traces traces, String host, long revision, String key, String digest) {
        return traces.on(host, "etcd").then(new KeyWritten("etcd", revision, key, digest));
    }

    private static void update(Traces traces, String host, long call, long from, int status, long revision) {
        traces.on(host, KS)
                .then(new LeaseCalled(KS, call, "update", host + "_1", from))
                .then(new LeaseAnswered(KS, call, "update", status, status == 200 ? host + "_1" : "", revision));
    }

    private static void get(Traces traces, String host, long call, String holder, long revision) {
        traces.on(host, KS)
                .then(new LeaseCalled(KS, call, "get", "", 0))
                .then(new LeaseAnswered(KS, call, "get", 200, holder, revision));
    }

    private void put(String name, Traces good, Traces bad) {
        cases.put(name, new Case(good, bad));
    }

    private Case caseOf(Verdict verdict) {
        Case found = cases.get(verdict.name());
        assertThat(found).as("traces for %s", verdict.name()).isNotNull();
        return found;
    }

    private static Verdict named(String name) {
        return Verdicts.named(name).orElseThrow();
    }

    private static VerdictResult result(String name, Traces traces) {
        return traces.trace()
                .feed(new Judge(List.of(named(name)), VerdictLimits.defaults()))
                .conclude()
                .get(0);
    }

    private static TreeSet<Answer> answers(Verdict verdict, Traces traces) {
        TreeSet<Answer> answers = new TreeSet<>();
        traces.trace()
                .feed(new Judge(List.of(verdict), VerdictLimits.defaults()))
                .conclude()
                .forEach(result -> answers.add(result.answer()));
        return answers;
    }

    @Test
    void aTruncatedEntryIsNoConflict() {
        Traces traces = append(append(new Traces(), A, 5, 1, "x"), A, 6, 1, "y");
        traces.then(new EntriesTruncated("etcd", 6));
        append(append(append(traces, A, 6, 2, "z"), B, 5, 1, "x"), B, 6, 2, "z");
        assertThat(answers(named("etcd-log-matching"), traces)).containsOnly(Answer.HELD);
    }
}
