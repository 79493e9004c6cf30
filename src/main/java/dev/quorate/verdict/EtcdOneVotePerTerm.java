package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EtcdEvent.VoteGranted;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;

/** A member votes for at most one candidate in a term: a vote that a restart forgets breaks it. */
final class EtcdOneVotePerTerm implements Check {

    static final Verdict VERDICT = Verdict.always(
            "etcd-one-vote-per-term",
            "An etcd member votes for at most one candidate in a term.",
            (verdict, limits) -> new EtcdOneVotePerTerm(verdict));

    private final Findings findings;
    private final RecentMap<String, TraceRecord> votes = new RecentMap<>(4_096);

    private EtcdOneVotePerTerm(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(VoteGranted.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        findings.seen("");
        VoteGranted vote = (VoteGranted) record.event();
        TraceRecord first =
                votes.putIfAbsent(vote.cluster() + " " + LogTail.member(record) + " " + vote.term(), record);
        if (first != null && !((VoteGranted) first.event()).candidate().equals(vote.candidate())) {
            findings.add(
                    "",
                    Violation.at(
                            record.at(),
                            List.of(record.host()),
                            record.host() + " voted twice in term " + vote.term(),
                            List.of(record.id(), first.id()),
                            "the disk: a vote was not kept"));
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no etcd member voted");
    }
}
