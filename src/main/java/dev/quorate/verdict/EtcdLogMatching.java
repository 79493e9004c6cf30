package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EtcdEvent.EntriesTruncated;
import dev.quorate.trace.EtcdEvent.EntryAppended;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Log matching: logs that hold an entry of the same index and term are the same up to it (section 5.3).
 *
 * <p>By induction it is enough that each (index, term) has one content and one term before it. Entries older than the
 * last 65,536 indexes are forgotten; what came by a snapshot has no entry before it to compare.
 */
final class EtcdLogMatching implements Check {

    static final Verdict VERDICT = Verdict.always(
            "etcd-log-matching",
            "etcd logs that hold an entry of the same index and term are the same up to it.",
            (verdict, limits) -> new EtcdLogMatching(verdict));

    private record Entry(long term, String digest, long termBefore, String member, TraceRecord record) {}

    private final Findings findings;
    private final TreeMap<String, LogTail> logs = new TreeMap<>();
    private final TreeMap<String, RecentMap<Long, List<Entry>>> entries = new TreeMap<>();

    private EtcdLogMatching(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(EntryAppended.class, EntriesTruncated.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        String member = LogTail.member(record);
        if (record.event() instanceof EntriesTruncated cut) {
            log(cut.cluster(), member).truncate(cut.fromIndex());
            return;
        }
        findings.seen("");
        EntryAppended appended = (EntryAppended) record.event();
        LogTail log = log(appended.cluster(), member);
        long termBefore = log.last() == appended.index() - 1 ? log.term(appended.index() - 1) : -1;
        log.append(appended.index(), appended.term());
        Entry entry = new Entry(appended.term(), appended.digest(), termBefore, member, record);
        List<Entry> known = entries.computeIfAbsent(appended.cluster(), name -> new RecentMap<>(65_536))
                .computeIfAbsent(appended.index(), index -> new ArrayList<>(1));
        for (int i = 0; i < known.size(); i++) {
            Entry other = known.get(i);
            if (other.term() == entry.term()) {
                compare(appended.index(), other, entry);
                if (other.termBefore() < 0 && termBefore >= 0) {
                    known.set(i, entry);
                }
                return;
            }
        }
        known.add(entry);
    }

    private void compare(long index, Entry other, Entry entry) {
        boolean differs = !other.digest().equals(entry.digest());
        boolean forks = other.termBefore() >= 0 && entry.termBefore() >= 0 && other.termBefore() != entry.termBefore();
        if (differs || forks) {
            findings.add(
                    "",
                    Violation.at(
                            entry.record().at(),
                            List.of(other.member(), entry.member()),
                            "entry " + index + " of term " + entry.term()
                                    + (differs ? " has two contents" : " follows two different logs"),
                            List.of(entry.record().id(), other.record().id()),
                            "Raft's consistency check on append"));
        }
    }

    private LogTail log(String cluster, String member) {
        return logs.computeIfAbsent(cluster + " " + member, name -> new LogTail());
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no etcd entry was appended");
    }
}
