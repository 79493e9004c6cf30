package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EtcdEvent.EntryCommitted;
import dev.quorate.trace.EtcdEvent.KeyWritten;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** State-machine safety: no two members apply different entries at an index (section 5.4.3), nor write a key otherwise. */
final class EtcdStateMachineSafety implements Check {

    static final Verdict VERDICT = Verdict.always(
            "etcd-state-machine-safety",
            "etcd members apply the same entry at an index and the same content at a revision.",
            (verdict, limits) -> new EtcdStateMachineSafety(verdict));

    private record Applied(long term, String digest, TraceRecord record) {}

    private final Findings findings;
    private final TreeMap<String, RecentMap<Long, Applied>> entries = new TreeMap<>();
    private final RecentMap<String, Applied> keys = new RecentMap<>(65_536);

    private EtcdStateMachineSafety(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(EntryCommitted.class, KeyWritten.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        findings.seen("");
        if (record.event() instanceof EntryCommitted committed) {
            Applied now = new Applied(committed.term(), committed.digest(), record);
            Applied first = entries.computeIfAbsent(committed.cluster(), name -> new RecentMap<>(65_536))
                    .putIfAbsent(committed.index(), now);
            compare(first, now, "entry " + committed.index());
        } else if (record.event() instanceof KeyWritten written) {
            Applied now = new Applied(0, written.digest(), record);
            Applied first = keys.putIfAbsent(written.cluster() + " " + written.revision() + " " + written.key(), now);
            compare(first, now, "revision " + written.revision());
        }
    }

    private void compare(@Nullable Applied first, Applied now, String what) {
        if (first != null && (first.term() != now.term() || !first.digest().equals(now.digest()))) {
            findings.add(
                    "",
                    Violation.at(
                            now.record().at(),
                            List.of(LogTail.member(first.record()), LogTail.member(now.record())),
                            what + " was applied with two contents",
                            List.of(now.record().id(), first.record().id()),
                            "Raft's commit rule, or a store restored behind its back"));
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no etcd entry was committed");
    }
}
