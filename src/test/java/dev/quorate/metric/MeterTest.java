package dev.quorate.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.trace.ClientEvent.AvailabilityChanged;
import dev.quorate.trace.ClientEvent.WriteSucceeded;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.HostEvent.HostPoweredOff;
import dev.quorate.trace.HostEvent.ProcessPaused;
import dev.quorate.trace.HostEvent.ProcessResumed;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseWritten;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.NetworkEvent.VipAcquired;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.PacemakerEvent.FenceRequested;
import dev.quorate.trace.RunEvent.RunEnded;
import dev.quorate.trace.Traces;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeterTest {

    private static final String A = "k8s-master01";
    private static final String B = "k8s-master02";
    private static final String KS = "kube-scheduler";
    private static final String VIP = "192.168.15.200";

    @Test
    void aRecoveryIsSplitIntoItsParts() {
        List<MetricValue> values = Meter.measure(outage().trace());
        assertThat(words(values, "recovery.detection")).isEqualTo("1.250 s");
        assertThat(words(values, "recovery.fencing")).isEqualTo("2.750 s");
        assertThat(words(values, "recovery.vip-take-over")).isEqualTo("0.500 s");
        assertThat(words(values, "recovery.leader-take-over")).isEqualTo("15.500 s");
        assertThat(words(values, "recovery.first-write")).isEqualTo("0.000 s");
        assertThat(words(values, "recovery.total")).isEqualTo("20.000 s");
        assertThat(words(values, "vip-less-time")).isEqualTo("4.500 s");
        assertThat(words(values, "leaderless-time.kube-scheduler")).isEqualTo("20.000 s");
        assertThat(words(values, "leader-changes.kube-scheduler")).isEqualTo("1");
        assertThat(words(values, "api-unavailable-time")).isEqualTo("5.000 s");
        assertThat(words(values, "vip-moves")).isEqualTo("1");
        assertThat(words(values, "duplicate-leader-time.kube-scheduler")).isEqualTo("0.000 s");
    }

    @Test
    void aPartThatDoesNotEndIsCensored() {
        Traces traces = start().at(20).on("").then(fault()).on(A).then(new HostPoweredOff());
        List<MetricValue> values =
                Meter.measure(traces.at(60).then(new RunEnded()).trace());
        assertThat(words(values, "recovery.detection")).isEqualTo("> 40.000 s");
        assertThat(words(values, "recovery.total")).isEqualTo("> 40.000 s");
        assertThat(words(values, "leaderless-time.kube-scheduler")).isEqualTo("> 40.000 s");
        assertThat(find(values, "recovery.fencing")).isEmpty();
    }

    @Test
    void withoutAFaultThereIsNoRecovery() {
        List<MetricValue> values =
                Meter.measure(start().at(60).then(new RunEnded()).trace());
        assertThat(values.stream().map(MetricValue::fullName)).noneMatch(name -> name.startsWith("recovery"));
        assertThat(words(values, "leaderless-time.kube-scheduler")).isEqualTo("0.000 s");
    }

    @Test
    void whatTheStoreSaysAndWhoActsAreTwoNumbers() {
        Traces traces = start().at(10).on(A, KS).then(new ProcessPaused());
        traces.at(30).on(B, KS).then(new LeadershipStarted(KS, B + "_1"));
        traces.at(32).on(A, KS).then(new ProcessResumed());
        traces.at(33.5)
                .then(new LeadershipEnded(KS, A + "_1", "lost the lease"))
                .at(60)
                .then(new RunEnded());
        List<MetricValue> values = Meter.measure(traces.trace());
        assertThat(words(values, "duplicate-leader-time.kube-scheduler")).isEqualTo("1.500 s");
        assertThat(words(values, "duplicate-leader-count.kube-scheduler")).isEqualTo("1");
        assertThat(words(values, "duplicate-holder-time.kube-scheduler")).isEqualTo("0.000 s");
    }

    @Test
    void twoStoresThatNameTwoHoldersAreCounted() {
        Traces traces = start().at(10).on(A, "kube-apiserver").then(lease(A, 10, "etcd"));
        traces.at(12).on(B, "kube-apiserver").then(lease(B, 11, "forced"));
        List<MetricValue> values =
                Meter.measure(traces.at(60).then(new RunEnded()).trace());
        assertThat(words(values, "duplicate-holder-time.kube-scheduler")).isEqualTo("13.000 s");
    }

    @Test
    void theWarmUpDoesNotCount() {
        Traces traces = new Traces().at(-10).on(A, KS).then(new LeadershipStarted(KS, A + "_1"));
        traces.at(-8).on(B, KS).then(new LeadershipStarted(KS, B + "_1"));
        traces.at(1).then(new LeadershipEnded(KS, B + "_1", "")).at(5).then(new RunEnded());
        assertThat(words(Meter.measure(traces.trace()), "duplicate-leader-time.kube-scheduler"))
                .isEqualTo("1.000 s");
    }

    @Test
    void thePageDefinesEveryMetric() {
        String page = Metric.page();
        for (Metric metric : Metric.values()) {
            assertThat(page).contains("\n" + metric.spelling() + " (");
        }
        assertThat(page.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(100);
    }

    private static Traces start() {
        return new Traces().at(0).on(A).then(new VipAcquired(VIP)).on(A, KS).then(new LeadershipStarted(KS, A + "_1"));
    }

    private static FaultInjected fault() {
        return new FaultInjected("f1", "power-off", List.of(A), "power off " + A, false);
    }

    private static LeaseWritten lease(String host, long revision, String store) {
        return new LeaseWritten(KS, revision, host + "_1", 0, host + "_1", store);
    }

    private static Traces outage() {
        Traces traces = start().on(B, "corosync").then(new MembershipFormed("1.4", List.of(A, B)));
        traces.at(20).on("").then(fault()).on(A).then(new HostPoweredOff());
        traces.at(21).on("prober").then(new AvailabilityChanged(VIP, false, "timed out"));
        traces.at(21.25).on(B, "corosync").then(new MembershipFormed("2.8", List.of(B)));
        traces.at(22).on(B, "pacemaker").then(new FenceRequested(A, "off"));
        traces.at(24).then(new FenceConfirmed(A, "fence_ipmilan", false));
        traces.at(24.5).on(B).then(new VipAcquired(VIP));
        traces.at(26).on("prober").then(new AvailabilityChanged(VIP, true, "")).then(new WriteSucceeded(VIP));
        return traces.at(40)
                .on(B, KS)
                .then(new LeadershipStarted(KS, B + "_1"))
                .at(60)
                .then(new RunEnded());
    }

    private static String words(List<MetricValue> values, String name) {
        return find(values, name).orElseThrow().words();
    }

    private static Optional<MetricValue> find(List<MetricValue> values, String name) {
        return values.stream().filter(v -> v.fullName().equals(name)).findFirst();
    }
}
