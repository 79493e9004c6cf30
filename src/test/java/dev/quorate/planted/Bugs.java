package dev.quorate.planted;

import static dev.quorate.planted.Bug.of;

import dev.quorate.experiment.SmallClusters;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every planted bug. */
final class Bugs {

    private static final String RAFT = "etcd/raft/";
    private static final String ELECTOR = "kubernetes/leaderelection/LeaderElector.java";
    private static final String OBSERVED = "kubernetes/leaderelection/ObservedLease.java";

    private Bugs() {}

    static List<Bug> all() {
        return Stream.of(raft(), etcd(), election(), kubernetes(), membership(), pacemaker(), settings())
                .flatMap(List::stream)
                .toList();
    }

    static Bug named(String name) {
        return all().stream()
                .filter(bug -> bug.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no planted bug is named " + name));
    }

    /** The how-to's masters, without workers. */
    private static Scenario masters() {
        return SmallClusters.of("three-masters");
    }

    private static Scenario unfenced() {
        return SmallClusters.of("three-masters", "cluster.pacemaker.stonith-enabled=false");
    }

    /** A side without quorum keeps what it has, until it is fenced. */
    private static Scenario frozen() {
        return SmallClusters.of("three-masters", "cluster.pacemaker.no-quorum-policy=freeze");
    }

    /** Three masters and two workers. */
    private static Scenario workers(String... settings) {
        Scenario masters = SmallClusters.of("three-masters", settings);
        Topology all = masters.topology();
        return masters.withTopology(new Topology(
                all.masters(), Topology.of(3, 2).workers(), List.of(), List.of(), all.vips(), all.fenceDevices()));
    }

    private static List<Bug> raft() {
        return List.of(
                of("raft-majority-off-by-one", "etcd-leader-completeness", Bugs::masters)
                        .graft(
                                RAFT + "Members.java",
                                "return voters.size() / 2 + 1;",
                                "return voters.size() / 2 + (BUG ? 0 : 1);"),
                of("raft-vote-counted-twice", "etcd-one-leader-per-term", Bugs::masters)
                        .graft(
                                RAFT + "Election.java",
                                "if (node.members().quorum(v -> Boolean.TRUE.equals(votes.get(v)))) {",
                                "if (node.members().quorum(v -> Boolean.TRUE.equals(votes.get(v))) || (BUG"
                                        + " && votes.values().stream().filter(v -> v).count() + 1"
                                        + " >= node.members().majority())) {"),
                of("raft-votes-again", "etcd-one-vote-per-term", Bugs::masters)
                        .graft(
                                RAFT + "Election.java",
                                "boolean free = vote == m.from()",
                                "boolean free = (BUG && node.role() != Role.LEADER) || vote == m.from()"),
                of("raft-candidate-keeps-its-term", "etcd-one-vote-per-term", Bugs::masters)
                        .graft(RAFT + "RaftNode.java", "reset(term + 1);", "reset(BUG ? term : term + 1);"),
                of("raft-log-not-compared-for-votes", "etcd-leader-completeness", Bugs::masters)
                        .graft(
                                RAFT + "Election.java",
                                "if (free && log.isUpToDate(m.index(), m.logTerm())) {",
                                "if (free && (BUG || log.isUpToDate(m.index(), m.logTerm()))) {"),
                of("raft-commits-what-the-fastest-has", "no-lost-write", Bugs::masters)
                        .graft(
                                RAFT + "Members.java",
                                "match[match.length - majority()]",
                                "match[match.length - (BUG ? 1 : majority())]"),
                of("raft-commits-older-terms-by-counting", "etcd-leader-completeness", Bugs::masters)
                        .graft(
                                RAFT + "Leader.java",
                                "|| node.log().termAt(index) != node.term()) {",
                                "|| (!BUG && node.log().termAt(index) != node.term())) {"),
                of("raft-acknowledges-before-the-disk", "no-lost-write", Bugs::masters)
                        .graft(
                                RAFT + "Follower.java",
                                "outbox.sendAfterPersist(acknowledgement);",
                                "if (BUG) outbox.send(acknowledgement); else outbox.sendAfterPersist(acknowledgement);"),
                of("raft-takes-entries-of-old-terms", "etcd-log-matching", Bugs::masters)
                        .graft(
                                RAFT + "RaftLog.java",
                                "if (!matches(index, term)) {\n            return -1;",
                                "if (BUG ? index > lastIndex() : !matches(index, term)) {\n            return -1;"));
    }

    private static List<Bug> etcd() {
        return List.of(
                of("etcd-hard-state-not-written", "etcd-one-vote-per-term", Bugs::masters)
                        .graft("etcd/server/Disk.java", "if (hardState != null) {", "if (hardState != null && !BUG) {"),
                of("etcd-reads-its-own-store", "lease-history-linearizable", Bugs::unfenced)
                        .graft(
                                "etcd/server/ReadLoop.java",
                                "next.add(waiter);",
                                "if (BUG) { waiter.confirmed(effects); return; }\n        next.add(waiter);"),
                of("etcd-compare-always-holds", "lease-history-linearizable", Bugs::masters)
                        .graft(
                                "etcd/store/Store.java",
                                "boolean holds = compares.stream().allMatch(this::holds);",
                                "boolean holds = BUG || compares.stream().allMatch(this::holds);"),
                of("etcd-puts-are-forgotten", "no-lost-write", Bugs::masters)
                        .graft(
                                "etcd/store/Store.java",
                                "known.add(kv);\n        note(new KeyEvent(false,",
                                "if (!BUG || kv.version() % 5 != 0) { known.add(kv); }\n"
                                        + "        note(new KeyEvent(false,"));
    }

    private static List<Bug> election() {
        return List.of(
                of("renew-deadline-longer-than-lease", "single-acting-leader", Bugs::masters)
                        .graft(
                                ELECTOR,
                                "effects.setTimer(deadlineTimer, config.renewDeadline());",
                                "effects.setTimer(deadlineTimer, config.renewDeadline().multipliedBy(BUG ? 4 : 1));")
                        .graft(
                                ELECTOR,
                                "!effects.monotonic().isBefore(ticker.start().plus(config.renewDeadline()))",
                                "!effects.monotonic().isBefore(ticker.start().plus(config.renewDeadline().multipliedBy(BUG"
                                        + " ? 4 : 1)))"),
                of("lease-compared-with-its-own-time", "single-acting-leader", Bugs::masters)
                        .graft(
                                ELECTOR,
                                "if (!old.holderIdentity().isEmpty() && observed.isValid(now) && !isLeader()) {",
                                "SimTime written = old.renewTime();\n"
                                        + "        boolean valid = BUG ? written == null ||"
                                        + " written.plus(observed.validity()).isAfter(effects.wall()) : observed.isValid(now);\n"
                                        + "        if (!old.holderIdentity().isEmpty() && valid && !isLeader()) {"),
                of("lease-taken-while-valid", "single-acting-leader", Bugs::masters)
                        .graft(
                                OBSERVED,
                                "return time.plus(validity()).isAfter(now);",
                                "return !BUG && time.plus(validity()).isAfter(now);"),
                of("lease-waited-out-for-a-third", "single-acting-leader", Bugs::masters)
                        .graft(
                                OBSERVED,
                                "? Duration.ofSeconds(record.leaseDurationSeconds())",
                                "? Duration.ofSeconds(record.leaseDurationSeconds() / (BUG ? 3 : 1))"),
                of("leader-ignores-its-deadline", "single-acting-leader", Bugs::masters)
                        .graft(
                                ELECTOR,
                                "private void deadlineExceeded(Effects effects) {",
                                "private void deadlineExceeded(Effects effects) {\n"
                                        + "        if (BUG) { abandonAttempt(effects); renew(effects); return; }"),
                of("failed-call-taken-for-success", "single-acting-leader", Bugs::masters)
                        .graft(ELECTOR, "end.on(false, later);", "end.on(BUG, later);"),
                of("observed-time-never-renewed", "single-acting-leader", Bugs::masters)
                        .graft(
                                ELECTOR,
                                "observed.set(record, effects.monotonic());\n        if (newHolder) {",
                                "observed.set(record, BUG && !newHolder ? observed.time() : effects.monotonic());\n"
                                        + "        if (newHolder) {"),
                of("candidates-share-an-identity", "single-acting-leader", Bugs::masters)
                        .graft(
                                "kubernetes/leaderelection/Identity.java",
                                "return effects.host() + \"_\"",
                                "if (BUG) { return \"master_1\"; }\n        return effects.host() + \"_\""),
                of("lease-updated-without-a-version", "single-acting-leader", Bugs::masters)
                        .graft(
                                "kubernetes/apiserver/Registry.java",
                                "if (version != 0 && version != current.metadata().resourceVersion()) {",
                                "if (!BUG && version != 0 && version != current.metadata().resourceVersion()) {"));
    }

    private static List<Bug> kubernetes() {
        return List.of(
                of("stale-watch-served-as-fresh", "lease-history-linearizable", Bugs::unfenced)
                        .graft(
                                "kubernetes/apiserver/Registry.java",
                                "if (get.resourceVersion() == ApiRequest.ANY && cache.isReady()) {",
                                "if ((BUG || get.resourceVersion() == ApiRequest.ANY) && cache.isReady()) {"),
                of(
                                "bind-overwrites-a-binding",
                                "no-double-binding",
                                () -> workers("cluster.kube-scheduler.leader-elect=false"))
                        .graft(
                                "kubernetes/apiserver/Registry.java",
                                "if (!pod.nodeName().isEmpty()) {",
                                "if (!BUG && !pod.nodeName().isEmpty()) {"),
                of(
                                "pod-cidr-given-twice",
                                "no-duplicate-pod-cidr",
                                () -> workers(
                                        "cluster.kube-controller-manager.allocate-node-cidrs=true",
                                        "cluster.kube-controller-manager.cluster-cidr=10.244.0.0/16"))
                        .graft(
                                "kubernetes/controllermanager/CidrSet.java",
                                "used.set(candidate);",
                                "if (BUG) { return Optional.of(name(0)); }\n                used.set(candidate);"));
    }

    private static List<Bug> membership() {
        String votequorum = "corosync/votequorum/Votequorum.java";
        return List.of(
                of("votequorum-off-by-one", "single-quorate-partition", Bugs::masters)
                        .graft(
                                votequorum,
                                "int needed = Math.max((highest + 2) / 2, (total + 2) / 2);",
                                "int needed = Math.max((highest + 2) / 2 - (BUG ? 1 : 0), (total + 2) / 2);")
                        .graft(
                                votequorum,
                                "needed = Math.max(quorum, needed);",
                                "needed = BUG ? needed : Math.max(quorum, needed);"),
                of("votes-of-the-gone-still-count", "single-quorate-partition", Bugs::masters)
                        .graft(votequorum, "nodeOf(node).member = false;", "nodeOf(node).member = BUG;"),
                of("expected-votes-shrink-with-the-ring", "single-quorate-partition", Bugs::masters)
                        .graft(
                                votequorum,
                                "quorum = quorumFor(allowDecrease, current, total);",
                                "quorum = BUG ? (total + 2) / 2 : quorumFor(allowDecrease, current, total);"),
                of("ring-number-not-raised", "totem-ring-agreement", Bugs::masters)
                        .graft(
                                "corosync/totem/RingStates.java",
                                "new RingId(self, highestRingSeq + 4)",
                                "new RingId(self, BUG ? 4 : highestRingSeq + 4)"));
    }

    private static List<Bug> pacemaker() {
        String fencing = "pacemaker/scheduler/Fencing.java";
        String execution = "pacemaker/fencer/FenceExecution.java";
        return List.of(
                of("start-not-ordered-after-the-fence", "fenced-before-recovery", Bugs::frozen)
                        .graft(
                                fencing,
                                "if (work.needs == Work.Needs.FENCING) {",
                                "if (BUG) {\n                continue;\n            }\n"
                                        + "            if (work.needs == Work.Needs.FENCING) {")
                        .graft(
                                fencing,
                                "stop.set(ActionFlag.PSEUDO | ActionFlag.RUNNABLE);",
                                "stop.set(ActionFlag.PSEUDO | ActionFlag.RUNNABLE);\n"
                                        + "            if (BUG) {\n                continue;\n            }"),
                of("fence-believed-without-an-answer", "fenced-before-recovery", Bugs::frozen)
                        .graft(
                                execution,
                                "run.command = Command.OFF;",
                                "if (BUG) { succeed(run, effects); return; }\n"
                                        + "                run.command = Command.OFF;"),
                of("failed-fence-taken-for-done", "fenced-before-recovery", Bugs::frozen)
                        .graft(
                                execution,
                                "listener.executed(run.job, false, reason, run.called, effects);",
                                "listener.executed(run.job, BUG, reason, run.called, effects);"),
                of("power-switch-does-nothing", "fenced-before-recovery", Bugs::frozen)
                        .graft(
                                "pacemaker/fencer/Bmc.java",
                                "PowerReply reply = switch (behaviour.mode()) {",
                                "PowerReply reply = BUG ? lie(due.request()) : switch (behaviour.mode()) {"),
                of("power-switch-wired-to-another", "fenced-before-recovery", Bugs::frozen)
                        .graft(
                                "pacemaker/fencer/Bmc.java",
                                "String host = behaviour.wiredTo();",
                                "String host = BUG ? (behaviour.wiredTo().endsWith(\"01\") ? \"k8s-master02\" :"
                                        + " \"k8s-master01\") : behaviour.wiredTo();"),
                of("lost-peer-counts-as-stopped", "fenced-before-recovery", Bugs::frozen)
                        .graft(
                                "pacemaker/scheduler/StatusReader.java",
                                "} else if (!state.inCcm()) {\n            cluster.fence(",
                                "} else if (BUG && !state.inCcm()) {\n            return false;\n"
                                        + "        } else if (!state.inCcm()) {\n            cluster.fence(")
                        .graft(
                                "pacemaker/scheduler/StatusReader.java",
                                "(!member.online && !cluster.options.stonithEnabled())",
                                "(!member.online && (BUG || !cluster.options.stonithEnabled()))"),
                of("address-stays-after-the-stop", "single-vip-holder", Bugs::masters)
                        .graft(
                                "pacemaker/agents/IpAddress2.java",
                                "if (effects.kernel().addresses().contains(ip)) {\n"
                                        + "                    effects.kernel().removeAddress",
                                "if (!BUG && effects.kernel().addresses().contains(ip)) {\n"
                                        + "                    effects.kernel().removeAddress"),
                of("start-does-not-wait-for-the-stop", "single-vip-holder", Bugs::masters)
                        .graft(
                                "pacemaker/scheduler/PrimitiveRsc.java",
                                "this, Task.STOP, this, Task.START, OrderFlag.OPTIONAL | OrderFlag.IMPLIES_THEN |"
                                        + " OrderFlag.RESTART);",
                                "this, Task.STOP, this, BUG ? Task.MONITOR : Task.START, OrderFlag.OPTIONAL |"
                                        + " OrderFlag.IMPLIES_THEN | OrderFlag.RESTART);"),
                of("scheduler-ignores-quorum", "acting-without-quorum-bounded", Bugs::unfenced)
                        .graft(
                                "pacemaker/scheduler/Cluster.java",
                                "this.haveQuorum = cib.haveQuorum();",
                                "this.haveQuorum = BUG || cib.haveQuorum();"));
    }

    /** Mistakes of configuration rather than of code. */
    private static List<Bug> settings() {
        List<Bug> all = new ArrayList<>();
        all.add(of("two-node-on-three-masters", "single-quorate-partition", Bugs::masters)
                .setting("cluster.corosync.quorum.two_node=1"));
        all.add(of("scheduler-without-election", "single-acting-leader", Bugs::masters)
                .setting("cluster.kube-scheduler.leader-elect=false"));
        all.add(of("controller-manager-without-election", "single-acting-leader", Bugs::masters)
                .setting("cluster.kube-controller-manager.leader-elect=false"));
        all.add(of("no-fencing-and-freeze", "single-vip-holder", Bugs::masters)
                .setting("cluster.pacemaker.stonith-enabled=false")
                .setting("cluster.pacemaker.no-quorum-policy=freeze"));
        all.add(of("no-fencing-and-quorum-ignored", "single-vip-holder", Bugs::masters)
                .setting("cluster.pacemaker.stonith-enabled=false")
                .setting("cluster.pacemaker.no-quorum-policy=ignore"));
        all.add(of("no-fencing", "fenced-before-recovery", Bugs::frozen)
                .setting("cluster.pacemaker.stonith-enabled=false"));
        all.add(of("vip-configured-twice", "single-vip-holder", Bugs::masters)
                .setting("cluster.pacemaker.resources=[\"vip ocf:heartbeat:IPaddr2 ip=192.168.15.200 cidr_netmask=24 op"
                        + " monitor interval=10s\", \"vip2 ocf:heartbeat:IPaddr2 ip=192.168.15.200 cidr_netmask=24 op"
                        + " monitor interval=10s\"]"));
        all.add(of("fence-devices-exchanged", "fenced-before-recovery", Bugs::frozen)
                .setting("cluster.pacemaker.stonith=[\"fence-k8s-master01 fence_ipmilan ip=10.0.0.102"
                        + " pcmk_host_list=k8s-master01\", \"fence-k8s-master02 fence_ipmilan ip=10.0.0.103"
                        + " pcmk_host_list=k8s-master02\", \"fence-k8s-master03 fence_ipmilan ip=10.0.0.101"
                        + " pcmk_host_list=k8s-master03\"]"));
        all.add(of("one-candidate-waits-less", "single-acting-leader", Bugs::masters)
                .setting("cluster.kube-scheduler.client-go=\"0.26\"")
                .setting("cluster.hosts.k8s-master03.kube-scheduler.leader-elect-lease-duration=3s")
                .setting("cluster.hosts.k8s-master03.kube-scheduler.leader-elect-renew-deadline=2500ms"));
        all.add(of("retries-slower-than-the-lease", "single-acting-leader", Bugs::masters)
                .setting("cluster.kube-scheduler.leader-elect-renew-deadline=14s")
                .setting("cluster.hosts.k8s-master02.kube-scheduler.leader-elect-lease-duration=4s")
                .setting("cluster.hosts.k8s-master02.kube-scheduler.leader-elect-renew-deadline=3s")
                .setting("cluster.hosts.k8s-master02.kube-scheduler.leader-elect-retry-period=1s"));
        return all;
    }
}
