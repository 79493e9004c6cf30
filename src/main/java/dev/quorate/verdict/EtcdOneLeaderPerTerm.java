package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EtcdEvent.RaftRoleChanged;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;

/** Election safety: at most one leader in a term (Ongaro and Ousterhout, section 5.2). */
final class EtcdOneLeaderPerTerm implements Check {

    static final Verdict VERDICT = Verdict.always(
            "etcd-one-leader-per-term",
            "An etcd cluster has at most one leader in a term.",
            (verdict, limits) -> new EtcdOneLeaderPerTerm(verdict));

    private final Findings findings;
    private final RecentMap<String, TraceRecord> leaders = new RecentMap<>(4_096);

    private EtcdOneLeaderPerTerm(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(RaftRoleChanged.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        RaftRoleChanged role = (RaftRoleChanged) record.event();
        if (!role.role().equals("leader")) {
            return;
        }
        findings.seen("");
        TraceRecord first = leaders.putIfAbsent(role.cluster() + " " + role.term(), record);
        if (first != null && !LogTail.member(first).equals(LogTail.member(record))) {
            findings.add(
                    "",
                    Violation.at(
                            record.at(),
                            List.of(first.host(), record.host()),
                            "term " + role.term() + " has two leaders",
                            List.of(record.id(), first.id()),
                            "Raft's vote: a member voted twice, or two majorities do not meet"));
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no etcd member led");
    }
}
