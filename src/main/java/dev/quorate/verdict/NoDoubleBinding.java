package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.KubernetesEvent.PodBound;
import dev.quorate.trace.KubernetesEvent.PodDeleted;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import java.util.TreeMap;

/** A pod is bound to one node, once, until it is removed: what two schedulers at once would break. */
final class NoDoubleBinding implements Check {

    static final Verdict VERDICT = Verdict.always(
            "no-double-binding", "A pod is bound to one node only.", (verdict, limits) -> new NoDoubleBinding(verdict));

    private final Findings findings;
    private final TreeMap<String, TraceRecord> bound = new TreeMap<>();

    private NoDoubleBinding(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(PodBound.class, PodDeleted.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        if (record.event() instanceof PodDeleted deleted) {
            if (deleted.removed()) {
                bound.remove(deleted.pod());
            }
            return;
        }
        findings.seen("");
        PodBound now = (PodBound) record.event();
        TraceRecord first = bound.putIfAbsent(now.pod(), record);
        if (first != null
                && first.event() instanceof PodBound before
                && !before.node().equals(now.node())) {
            findings.add(
                    "",
                    Violation.at(
                            record.at(),
                            List.of(before.node(), now.node()),
                            "pod " + now.pod() + " bound to " + before.node() + " and to " + now.node(),
                            List.of(record.id(), first.id()),
                            "the apiserver's check on binding: the two bindings went to stores that do not agree"));
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no pod was bound");
    }
}
