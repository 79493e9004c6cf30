package dev.quorate.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.outcome.Answer;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.MembershipEvent.QuorumChanged;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.RunEvent.RunEnded;
import dev.quorate.trace.Traces;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A clone runs on several hosts by design; what a partition without quorum may keep depends on the policy. */
class CloneAndQuorumPolicyTest {

    private static final String A = "k8s-master01";
    private static final String B = "k8s-master02";
    private static final String C = "k8s-master03";

    @Test
    void aCloneMayBeActiveOnAsManyHostsAsItHasInstances() {
        Traces traces = new Traces();
        for (String host : List.of(A, B, C)) {
            traces.on(host, "pacemaker").then(instance("started", 3));
        }
        assertThat(answer("resource-active-at-most-once", traces, VerdictLimits.defaults()))
                .isEqualTo(Answer.HELD);
    }

    @Test
    void aCloneMayNotBeActiveOnMore() {
        Traces traces = new Traces();
        for (String host : List.of(A, B, C)) {
            traces.on(host, "pacemaker").then(instance("started", 2));
        }
        assertThat(answer("resource-active-at-most-once", traces, VerdictLimits.defaults()))
                .isEqualTo(Answer.VIOLATED);
    }

    @Test
    void anInstanceThatStartsBesideALostOneNeedsNoFence() {
        assertThat(answer("fenced-before-recovery", lostBeside(3), VerdictLimits.defaults()))
                .isEqualTo(Answer.HELD);
    }

    @Test
    void anInstanceThatReplacesALostOneNeedsTheFence() {
        assertThat(answer("fenced-before-recovery", lostBeside(1), VerdictLimits.defaults()))
                .isEqualTo(Answer.VIOLATED);
    }

    /** On A it runs; A is lost, and B starts it. */
    private static Traces lostBeside(int most) {
        return new Traces()
                .on(A, "pacemaker")
                .then(instance("started", most))
                .on(B, "corosync")
                .then(new MembershipFormed("2.8", List.of(B, C)))
                .at(5)
                .on(B, "pacemaker")
                .then(instance("starting", most))
                .then(instance("started", most));
    }

    @Test
    void underFreezeWhatRunsMayStayAndUnderStopItMayNot() {
        Traces traces = new Traces()
                .on(A, "pacemaker")
                .then(vip("started"))
                .at(5)
                .on(A, "corosync")
                .then(new QuorumChanged(false, 1, 3, 2, List.of(A)))
                .at(100)
                .then(new RunEnded());
        assertThat(answer("acting-without-quorum-bounded", traces, VerdictLimits.defaults()))
                .isEqualTo(Answer.VIOLATED);
        assertThat(answer(
                        "acting-without-quorum-bounded",
                        traces,
                        VerdictLimits.defaults().freezing()))
                .isEqualTo(Answer.HELD);
    }

    @Test
    void underFreezeNothingMayBeStartedWithoutQuorum() {
        Traces traces = new Traces()
                .on(A, "corosync")
                .then(new QuorumChanged(false, 1, 3, 2, List.of(A)))
                .at(5)
                .on(A, "pacemaker")
                .then(vip("started"))
                .at(100)
                .then(new RunEnded());
        assertThat(answer(
                        "acting-without-quorum-bounded",
                        traces,
                        VerdictLimits.defaults().freezing()))
                .isEqualTo(Answer.VIOLATED);
    }

    private static ResourceStateChanged vip(String state) {
        return new ResourceStateChanged("vip", state, "");
    }

    private static ResourceStateChanged instance(String state, int most) {
        return new ResourceStateChanged("web", state, ResourceStateChanged.clone(most));
    }

    private static Answer answer(String rule, Traces traces, VerdictLimits limits) {
        return traces.trace()
                .feed(new Judge(List.of(Verdicts.named(rule).orElseThrow()), limits))
                .conclude()
                .get(0)
                .answer();
    }
}
