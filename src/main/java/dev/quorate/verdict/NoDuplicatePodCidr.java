package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.KubernetesEvent.PodCidrAssigned;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import java.util.TreeMap;

/** A pod CIDR belongs to one node: each controller manager allots from a map in its memory, so two may allot alike. */
final class NoDuplicatePodCidr implements Check {

    static final Verdict VERDICT = Verdict.always(
            "no-duplicate-pod-cidr",
            "No two nodes have the same pod CIDR.",
            (verdict, limits) -> new NoDuplicatePodCidr(verdict));

    private final Findings findings;
    private final TreeMap<String, TraceRecord> byCidr = new TreeMap<>();
    private final TreeMap<String, String> byNode = new TreeMap<>();

    private NoDuplicatePodCidr(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(PodCidrAssigned.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        findings.seen("");
        PodCidrAssigned now = (PodCidrAssigned) record.event();
        String before = byNode.put(now.node(), now.podCidr());
        if (before != null && !before.equals(now.podCidr())) {
            byCidr.remove(before);
        }
        TraceRecord first = byCidr.putIfAbsent(now.podCidr(), record);
        if (first != null
                && first.event() instanceof PodCidrAssigned other
                && !other.node().equals(now.node())) {
            findings.add(
                    "",
                    Violation.at(
                            record.at(),
                            List.of(other.node(), now.node()),
                            now.podCidr() + " given to " + other.node() + " and to " + now.node(),
                            List.of(record.id(), first.id()),
                            "leader election: two controller managers allotted pod CIDRs"));
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no pod CIDR was assigned");
    }
}
