package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.MembershipEvent.QuorumChanged;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.util.List;
import java.util.TreeMap;

/**
 * No two partitions without a common member have quorum at once.
 *
 * <p>Counts that share a member do not count: one of the two is merely late in learning of the other. Judged is what
 * votequorum said, not Totem's ring: it speaks when a new ring is synchronised.
 */
final class SingleQuoratePartition implements Check {

    static final Verdict VERDICT = Verdict.always(
            "single-quorate-partition",
            "At most one partition of the cluster has quorum.",
            (verdict, limits) -> new SingleQuoratePartition(verdict));

    private final Findings findings;

    /** Whose votes each host counted when it last changed its mind: a ring that is not synchronised yet says nothing. */
    private final TreeMap<String, List<String>> counted = new TreeMap<>();

    private SingleQuoratePartition(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.QUORUM);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(QuorumChanged.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        if (record.event() instanceof QuorumChanged changed) {
            counted.put(record.host(), changed.members());
            judge(record, state);
        }
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        judge(change.record(), state);
    }

    private void judge(TraceRecord record, ClusterState state) {
        findings.seen("");
        List<String> hosts = List.copyOf(state.states(Track.QUORUM, "").keySet());
        for (int i = 0; i < hosts.size(); i++) {
            for (int j = i + 1; j < hosts.size(); j++) {
                if (bothQuorate(hosts.get(i), hosts.get(j), state)) {
                    findings.open(
                            "",
                            "",
                            record.at(),
                            List.of(hosts.get(i), hosts.get(j)),
                            "2 quorate partitions",
                            List.of(record.id()),
                            "the vote count: expected votes are set too low for the cluster's size");
                    return;
                }
            }
        }
        findings.close("", "", record.at());
    }

    private boolean bothQuorate(String one, String other, ClusterState state) {
        if (!state.state(Track.QUORUM, "", one).equals("quorate")
                || !state.state(Track.QUORUM, "", other).equals("quorate")) {
            return false;
        }
        List<String> ours = counted.getOrDefault(one, List.of());
        List<String> theirs = counted.getOrDefault(other, List.of());
        return !ours.isEmpty() && !theirs.isEmpty() && ours.stream().noneMatch(theirs::contains);
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no quorum was counted");
    }
}
