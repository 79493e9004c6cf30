package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EtcdEvent.EntriesTruncated;
import dev.quorate.trace.EtcdEvent.EntryAppended;
import dev.quorate.trace.EtcdEvent.EntryCommitted;
import dev.quorate.trace.EtcdEvent.RaftRoleChanged;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leader completeness: what was committed in a term is in the log of every leader of a higher term (section 5.4.3).
 *
 * <p>It judges the last committed entry only (log matching covers those before it), and only entries whose append is
 * in the trace: what a warm start brought along is taken on trust.
 */
final class EtcdLeaderCompleteness implements Check {

    static final Verdict VERDICT = Verdict.always(
            "etcd-leader-completeness",
            "An etcd leader's log holds every entry committed in an earlier term.",
            (verdict, limits) -> new EtcdLeaderCompleteness(verdict));

    private record Committed(long index, TraceRecord record) {}

    private static final class Member {
        private final LogTail log = new LogTail();
        private long committed = -1;
    }

    private static final class Cluster {
        private final TreeMap<String, Member> members = new TreeMap<>();
        private final TreeMap<Long, Committed> lastByTerm = new TreeMap<>();
        private long firstAppended = Long.MAX_VALUE;

        private Member member(String name) {
            return members.computeIfAbsent(name, member -> new Member());
        }
    }

    private final Findings findings;
    private final TreeMap<String, Cluster> clusters = new TreeMap<>();

    private EtcdLeaderCompleteness(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(EntryAppended.class, EntriesTruncated.class, EntryCommitted.class, RaftRoleChanged.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        String member = LogTail.member(record);
        TraceEvent event = record.event();
        if (event instanceof EntryAppended appended) {
            Cluster cluster = cluster(appended.cluster());
            cluster.firstAppended = Math.min(cluster.firstAppended, appended.index());
            cluster.member(member).log.append(appended.index(), appended.term());
        } else if (event instanceof EntriesTruncated cut) {
            cluster(cut.cluster()).member(member).log.truncate(cut.fromIndex());
        } else if (event instanceof EntryCommitted committed) {
            commit(cluster(committed.cluster()), member, committed, record);
        } else if (event instanceof RaftRoleChanged role && role.role().equals("leader")) {
            findings.seen("");
            leads(cluster(role.cluster()), member, role, record);
        }
    }

    private static void commit(Cluster cluster, String member, EntryCommitted committed, TraceRecord record) {
        Member who = cluster.member(member);
        who.committed = Math.max(who.committed, committed.index());
        if (committed.index() >= cluster.firstAppended) {
            Committed known = cluster.lastByTerm.get(committed.term());
            if (known == null || known.index() < committed.index()) {
                cluster.lastByTerm.put(committed.term(), new Committed(committed.index(), record));
                if (cluster.lastByTerm.size() > 1_024) {
                    cluster.lastByTerm.pollFirstEntry();
                }
            }
        }
    }

    private void leads(Cluster cluster, String member, RaftRoleChanged role, TraceRecord record) {
        Map.Entry<Long, Committed> before = cluster.lastByTerm.lowerEntry(role.term());
        if (before == null) {
            return;
        }
        Member leader = cluster.member(member);
        long index = before.getValue().index();
        if (leader.committed >= index) {
            return;
        }
        long term = leader.log.term(index);
        boolean lacks = leader.log.last() < index;
        if (lacks || (term >= 0 && term != before.getKey())) {
            findings.add(
                    "",
                    Violation.at(
                            record.at(),
                            List.of(member),
                            member + " leads term " + role.term() + " without committed entry " + index + " of term "
                                    + before.getKey(),
                            List.of(record.id(), before.getValue().record().id()),
                            "Raft's vote: a candidate with an older log was elected"));
        }
    }

    private Cluster cluster(String name) {
        return clusters.computeIfAbsent(name, cluster -> new Cluster());
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no etcd member led");
    }
}
