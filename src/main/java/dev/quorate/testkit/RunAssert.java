package dev.quorate.testkit;

import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.Answer;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.verdict.Verdict;
import dev.quorate.verdict.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a run, by the rules' own names. A rule that had nothing to judge does not fail; what a run must have
 * shown is asserted with {@link #showed}.
 */
public final class RunAssert extends AbstractAssert<RunAssert, Run> {

    RunAssert(Run actual) {
        super(actual, RunAssert.class);
    }

    /**
     * The rule is not violated.
     *
     * @param rule {@code single-acting-leader}, with a subject {@code single-acting-leader.kube-scheduler}
     * @throws IllegalArgumentException when there is no such rule
     */
    public RunAssert holds(String rule) {
        return judge(actual, known(rule), Answer.VIOLATED, "expected to hold");
    }

    /** The rule is violated. */
    public RunAssert breaks(String rule) {
        if (actual.outcome().resultsOf(known(rule)).stream().noneMatch(r -> r.answer() == Answer.VIOLATED)) {
            throw RunFailure.of(actual, rule, rule + " was expected to be violated, and is not");
        }
        return this;
    }

    private RunAssert judge(Run run, String rule, Answer wrong, String expected) {
        for (VerdictResult result : run.outcome().resultsOf(rule)) {
            if (result.answer() == wrong) {
                throw RunFailure.of(
                        run, result.fullName(), words(result) + "\n" + result.fullName() + " was " + expected);
            }
        }
        return this;
    }

    private static String words(VerdictResult result) {
        StringBuilder words =
                new StringBuilder(result.fullName() + " is " + result.answer().word());
        if (result.violations().isEmpty()) {
            return words.append(": ").append(result.note()).toString();
        }
        Violation first = result.violations().get(0);
        words.append(": ").append(first.what()).append(", ").append(first.from());
        if (!first.length().isZero()) {
            words.append(" to ").append(first.to());
        }
        words.append(", ").append(String.join(", ", first.who()));
        if (!first.protection().isEmpty()) {
            words.append("; failed last: ").append(first.protection());
        }
        return words.toString();
    }

    private static String known(String rule) {
        if (Verdicts.named(rule).isEmpty()) {
            throw new IllegalArgumentException("'" + rule + "' is no rule; known: "
                    + Verdicts.all().stream().map(Verdict::name).toList());
        }
        return rule;
    }

    /** No safety rule is violated. */
    public RunAssert holdsEverySafetyRule() {
        for (Verdict verdict : Verdicts.all()) {
            if (verdict.ruleClass() == RuleClass.ALWAYS) {
                holds(verdict.name());
            }
        }
        return this;
    }

    /** Of no component two processes act as leader at once. */
    public RunAssert hasAtMostOneActingLeader() {
        return holds("single-acting-leader");
    }

    /**
     * Of that component no two processes act as leader at once.
     *
     * @param component the Lease's name: {@code kube-scheduler}
     */
    public RunAssert hasAtMostOneActingLeader(String component) {
        return holds("single-acting-leader." + component);
    }

    /** No two stores name two holders of a Lease at once. */
    public RunAssert hasAtMostOneLeaseHolder() {
        return holds("single-lease-holder");
    }

    /** No two hosts answer for the VIP at once. */
    public RunAssert hasAtMostOneVipHolder() {
        return holds("single-vip-holder");
    }

    /** No resource of Pacemaker's is active on two hosts at once. */
    public RunAssert hasResourcesActiveAtMostOnce() {
        return holds("resource-active-at-most-once");
    }

    /** No resource is recovered before its failed host was fenced. */
    public RunAssert fencesBeforeItRecovers() {
        return holds("fenced-before-recovery");
    }

    /** Without quorum nobody acts for longer than a correct design allows. */
    public RunAssert boundsActingWithoutQuorum() {
        return holds("acting-without-quorum-bounded");
    }

    /** No two partitions of hosts have quorum at once. */
    public RunAssert hasAtMostOneQuoratePartition() {
        return holds("single-quorate-partition");
    }

    /** Hosts that share a ring of Corosync's agree on its members. */
    public RunAssert agreesOnRings() {
        return holds("totem-ring-agreement");
    }

    /** Raft's five safety rules hold for etcd. */
    public RunAssert keepsRaftSafe() {
        return holds("etcd-one-leader-per-term")
                .holds("etcd-one-vote-per-term")
                .holds("etcd-log-matching")
                .holds("etcd-leader-completeness")
                .holds("etcd-state-machine-safety");
    }

    /** Every Lease's history is linearizable. */
    public RunAssert hasLinearizableLeases() {
        return holds("lease-history-linearizable");
    }

    /** No write that was acknowledged is gone. */
    public RunAssert losesNoWrite() {
        return holds("no-lost-write");
    }

    /** No pod is bound twice. */
    public RunAssert bindsNoPodTwice() {
        return holds("no-double-binding");
    }

    /** No two nodes have the same range of pod addresses. */
    public RunAssert givesNoPodCidrTwice() {
        return holds("no-duplicate-pod-cidr");
    }

    /** No pod runs on two nodes at once. */
    public RunAssert runsPodsOnOneNode() {
        return holds("pod-runs-on-one-node");
    }

    /** The cluster is well again within that span of the last fault; needs {@link SimulatedCluster#healing}. */
    public RunAssert recoversWithin(Duration limit) {
        return within("recovers-within", limit);
    }

    /** Every component has an acting leader within that span of the last fault. */
    public RunAssert hasLeaderWithin(Duration limit) {
        return within("leader-eventually", limit);
    }

    /** The VIP has a holder within that span of the last fault. */
    public RunAssert hasVipWithin(Duration limit) {
        return within("vip-eventually", limit);
    }

    /** Pods of a lost node run elsewhere within that span. */
    public RunAssert reschedulesPodsWithin(Duration limit) {
        return within("pods-rescheduled-within", limit);
    }

    /** A rule of recovery is judged by a limit while the run goes on, so the run is made again with this one. */
    private RunAssert within(String rule, Duration limit) {
        return judge(actual.withLimit(rule, limit), rule, Answer.VIOLATED, "expected within " + limit);
    }

    /** The run showed what runs are to show sometimes: {@code fence-happened}, {@code leader-changed}. */
    public RunAssert showed(String mark) {
        if (actual.outcome().resultsOf(known(mark)).stream().noneMatch(r -> r.answer() == Answer.HELD)) {
            throw RunFailure.of(actual, "", "the run was expected to show " + mark + ", and does not");
        }
        return this;
    }

    /**
     * A measured time is at most that long; one that was not measured passes.
     *
     * @param name {@code duplicate-leader-time.kube-scheduler}; without the component, of each of them
     */
    public RunAssert measuresAtMost(String name, Duration bound) {
        return bounded(name, SimTime.micros(bound), bound.toString(), Metric.Unit.MICROS, true);
    }

    /** A measured time is at least that long. */
    public RunAssert measuresAtLeast(String name, Duration bound) {
        return bounded(name, SimTime.micros(bound), bound.toString(), Metric.Unit.MICROS, false);
    }

    /** Something was counted at most that often: {@code leader-changes.kube-scheduler}. */
    public RunAssert countsAtMost(String name, long bound) {
        return bounded(name, bound, Long.toString(bound), Metric.Unit.COUNT, true);
    }

    /** Something was counted at least that often. */
    public RunAssert countsAtLeast(String name, long bound) {
        return bounded(name, bound, Long.toString(bound), Metric.Unit.COUNT, false);
    }

    private RunAssert bounded(String name, long bound, String words, Metric.Unit unit, boolean most) {
        List<MetricValue> values = new ArrayList<>();
        for (MetricValue value : actual.outcome().metrics()) {
            if (value.fullName().equals(name) || value.metric().spelling().equals(name)) {
                values.add(value);
            }
        }
        boolean known = Metric.named(name).isPresent() || !values.isEmpty() || isMetricOf(name);
        if (!known || values.stream().anyMatch(value -> value.metric().unit() != unit)) {
            throw new IllegalArgumentException("'" + name + "' is no metric of that unit; see: quorate help metrics");
        }
        for (MetricValue value : values) {
            if (most ? value.value() > bound : value.value() < bound) {
                throw RunFailure.of(
                        actual,
                        "",
                        value.fullName() + " is " + value.words() + ", expected at " + (most ? "most " : "least ")
                                + words);
            }
        }
        if (!most && values.isEmpty()) {
            throw RunFailure.of(actual, "", name + " was not measured, expected at least " + words);
        }
        return this;
    }

    private static boolean isMetricOf(String name) {
        for (Metric metric : Metric.values()) {
            if (name.startsWith(metric.spelling() + ".")) {
                return true;
            }
        }
        return false;
    }
}
