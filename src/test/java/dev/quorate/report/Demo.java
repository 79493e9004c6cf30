package dev.quorate.report;

import dev.quorate.metric.Meter;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.trace.ClientEvent.AvailabilityChanged;
import dev.quorate.trace.ClientEvent.WriteSucceeded;
import dev.quorate.trace.EtcdEvent.RaftRoleChanged;
import dev.quorate.trace.EventId;
import dev.quorate.trace.FaultEvent.FaultEnded;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.HostEvent.HostBooted;
import dev.quorate.trace.HostEvent.HostPoweredOff;
import dev.quorate.trace.HostEvent.HostPoweredOn;
import dev.quorate.trace.HostEvent.ProcessStarted;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseWritten;
import dev.quorate.trace.LeaderElectionEvent.WorkStarted;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.MembershipEvent.QuorumChanged;
import dev.quorate.trace.MembershipEvent.TokenLost;
import dev.quorate.trace.NetworkEvent.LinksCut;
import dev.quorate.trace.NetworkEvent.LinksHealed;
import dev.quorate.trace.NetworkEvent.VipAcquired;
import dev.quorate.trace.NetworkEvent.VipReleased;
import dev.quorate.trace.PacemakerEvent.DcElected;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.PacemakerEvent.FenceFailed;
import dev.quorate.trace.PacemakerEvent.FenceRequested;
import dev.quorate.trace.PacemakerEvent.NodeUnclean;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.PacemakerEvent.TransitionComputed;
import dev.quorate.trace.RunEvent.RunEnded;
import dev.quorate.trace.RunEvent.SteadyStateReached;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceHash;
import dev.quorate.trace.TraceHeader;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Traces;
import dev.quorate.verdict.Judge;
import dev.quorate.verdict.VerdictLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two runs written by hand, for tests of what a person looks at. */
final class Demo {

    static final String A = "k8s-master01";
    static final String B = "k8s-master02";
    static final String C = "k8s-master03";
    static final String KS = "kube-scheduler";
    static final String KCM = "kube-controller-manager";
    static final String VIP = "192.168.15.200";

    private Demo() {}

    /** The active master loses power; VIP and leaders go elsewhere. */
    static RunReport nodeOutage(String title) {
        Traces t = steady();
        t.at(20).on("").then(new FaultInjected("f1", "power-off", List.of(A), "power off " + A, false));
        long fault = t.last();
        t.on(A).then(new HostPoweredOff(), fault);
        long off = t.last();
        t.at(20.6)
                .on("admin", "prober")
                .then(new AvailabilityChanged("https://" + VIP + ":6443", false, "i/o timeout"), off);
        t.at(21.0).on(B, "corosync").then(new TokenLost(), off);
        long lost = t.last();
        t.at(22.25).then(new MembershipFormed("2.12", List.of(B, C)), lost);
        long formed = t.last();
        t.then(new QuorumChanged(true, 2, 3, 2, List.of(B, C)), formed);
        t.on(C, "corosync").then(new MembershipFormed("2.12", List.of(B, C)), lost);
        t.at(21.3).on(B, "etcd").then(new RaftRoleChanged("etcd", 3, "candidate", ""), off);
        t.at(21.4).then(new RaftRoleChanged("etcd", 3, "leader", B), t.last());
        t.on(C, "etcd").then(new RaftRoleChanged("etcd", 3, "follower", B), t.last());
        t.at(22.5).on(B, "pacemaker").then(new DcElected(), formed);
        t.at(22.6).then(new NodeUnclean(A, "peer is no longer part of the cluster"), formed);
        t.because(new FenceRequested(A, "off"), List.of("cluster.pacemaker.stonith-enabled"), t.last());
        t.at(25.1).then(new FenceConfirmed(A, "fence_ipmilan", false), t.last());
        t.then(new TransitionComputed(4, List.of("vip start " + B), List.of()), t.last());
        t.at(25.2).then(new ResourceStateChanged("vip", "starting", ""), t.last());
        t.at(25.4).on(B).then(new VipAcquired(VIP), t.last());
        long vip = t.last();
        t.on(B, "pacemaker").then(new ResourceStateChanged("vip", "started", ""), vip);
        t.at(26.0).on("admin", "prober").then(new AvailabilityChanged("https://" + VIP + ":6443", true, ""), vip);
        t.then(new WriteSucceeded("https://" + VIP + ":6443"), vip);
        leads(t.at(36.2), KS, B, vip, fault);
        leads(t.at(38.9), KCM, C, vip, fault);
        t.at(90).on("").then(new FaultInjected("f2", "power-on", List.of(A), "power on " + A, false));
        t.on(A).then(new HostPoweredOn(), t.last());
        t.at(110).then(new HostBooted(2), t.last());
        return report(title, t.at(180).on("").then(new RunEnded()).trace());
    }

    /** A partition, a fence that fails, and a person who confirms it by mistake. */
    static RunReport splitBrain() {
        Traces t = steady();
        t.at(20).on("").then(new FaultInjected("f1", "partition", List.of(A), "cut " + A + " off", false));
        long cut = t.last();
        t.then(new LinksCut("cluster", List.of(A + ">" + B, A + ">" + C, B + ">" + A, C + ">" + A)), cut);
        t.at(22.25).on(B, "corosync").then(new MembershipFormed("2.12", List.of(B, C)), cut);
        long formed = t.last();
        t.on(C, "corosync").then(new MembershipFormed("2.12", List.of(B, C)), cut);
        t.on(A, "corosync").then(new MembershipFormed("1.12", List.of(A)), cut);
        t.because(
                new QuorumChanged(false, 1, 3, 2, List.of(A)),
                List.of("cluster.corosync.quorum.expected_votes"),
                t.last());
        t.at(22.6).on(B, "pacemaker").then(new DcElected(), formed).then(new FenceRequested(A, "off"), formed);
        t.at(30).then(new FenceFailed(A, "no route to the device"), t.last());
        t.at(42)
                .on("")
                .then(new FaultInjected(
                        "f3", "confirm-fenced", List.of(A), "confirms that " + A + " is fenced, by mistake", true));
        t.on(B, "pacemaker").then(new FenceConfirmed(A, "operator", true), t.last());
        t.at(42.1).on(B).then(new VipAcquired(VIP), t.last());
        long vip = t.last();
        t.on(B, "pacemaker").then(new ResourceStateChanged("vip", "started", ""), vip);
        leads(t.at(44.7), KS, B, vip);
        t.at(46).on(A, KS).then(new LeadershipEnded(KS, A + "_1", "renew deadline exceeded"), cut);
        t.at(32).on(A, KCM).then(new LeadershipEnded(KCM, A + "_1", "renew deadline exceeded"), cut);
        leads(t.at(50), KCM, C, vip);
        t.at(90).on("").then(new FaultEnded("f1", "partition", List.of(A), "the network healed"));
        t.then(new LinksHealed("cluster", List.of(A + ">" + B, A + ">" + C, B + ">" + A, C + ">" + A)), t.last());
        t.at(90.3).on(A).then(new VipReleased(VIP, "stopped by Pacemaker"), t.last());
        t.on(A, "pacemaker").then(new ResourceStateChanged("vip", "stopped", ""), t.last());
        return report(
                "Split brain, and an operator who confirms a fence that never happened",
                t.at(180).on("").then(new RunEnded()).trace());
    }

    private static Traces steady() {
        Traces t = new Traces().at(-5);
        for (String host : List.of(A, B, C)) {
            t.on(host, "corosync").then(new ProcessStarted(1, List.of()));
            t.then(new MembershipFormed("1.8", List.of(A, B, C)));
            t.then(new QuorumChanged(true, 3, 3, 2, List.of(A, B, C)));
            t.on(host, "etcd").then(new RaftRoleChanged("etcd", 2, host.equals(A) ? "leader" : "follower", A));
        }
        t.on(A, "pacemaker").then(new DcElected()).then(new ResourceStateChanged("vip", "started", ""));
        t.on(A).then(new VipAcquired(VIP));
        leads(t, KS, A);
        leads(t, KCM, A);
        return t.at(0).on("").then(new SteadyStateReached());
    }

    private static void leads(Traces t, String component, String host, long... causes) {
        t.on(host, "kube-apiserver")
                .then(new LeaseWritten(component, 10 + t.last(), host + "_1", 1, host + "_1", "etcd"), causes);
        t.on(host, component).then(new LeadershipStarted(component, host + "_1"), t.last());
        t.then(new WorkStarted(component, host + "_1"), t.last());
    }

    static RunReport report(String title, Trace unsorted) {
        List<dev.quorate.trace.TraceRecord> records = new ArrayList<>(unsorted.records());
        records.sort(Comparator.comparing(TraceRecord::at));
        // Ids rise with the order of writing; a trace by hand may go back in time, so they are given anew.
        Map<dev.quorate.trace.EventId, dev.quorate.trace.EventId> anew = new LinkedHashMap<>();
        for (int i = 0; i < records.size(); i++) {
            anew.put(records.get(i).id(), new EventId(i + 1));
        }
        records.replaceAll(r -> new TraceRecord(
                anew.get(r.id()),
                r.at(),
                r.host(),
                r.component(),
                r.event(),
                r.causes().stream().map(anew::get).sorted().toList(),
                r.because()));
        Trace trace = new Trace(new TraceHeader(title, 42), records);
        RunOutcome outcome = new RunOutcome(
                title,
                42,
                trace.end(),
                trace.records().size(),
                trace.feed(new TraceHash(trace.header())).hex(),
                Judge.judge(trace, VerdictLimits.defaults()),
                List.of(),
                Meter.measure(trace));
        return RunReport.of(
                outcome,
                trace,
                "title = \"" + title + "\"\nseed = 42\ncluster.pacemaker.stonith-enabled = true # default\n",
                "quorate run scenarios/demo.conf --seed 42",
                List.of("What happens when the active master loses power."),
                List.of("Packet loss inside a host."));
    }
}
