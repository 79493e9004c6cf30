package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.Track;
import java.util.Arrays;
import java.util.List;

/**
 * No two partitions without a common member have quorum at once.
 *
 * <p>Memberships that share a member do not count: one of the two is merely late in learning of the other.
 */
final class SingleQuoratePartition implements Check {

    static final Verdict VERDICT = Verdict.always(
            "single-quorate-partition",
            "At most one partition of the cluster has quorum.",
            (verdict, limits) -> new SingleQuoratePartition(verdict));

    /**
     * A new ring stands before its votes are counted (exec/sync.c: votequorum is activated when every member has told of
     * itself), so a host that was quorate counts as such for some rotations of the token.
     */
    private static final long UNDECIDED_MICROS = 20_000;

    private final Findings findings;

    private SingleQuoratePartition(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.QUORUM, Track.MEMBERSHIP);
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        findings.seen("");
        List<String> hosts = List.copyOf(state.states(Track.QUORUM, "").keySet());
        for (int i = 0; i < hosts.size(); i++) {
            for (int j = i + 1; j < hosts.size(); j++) {
                if (bothQuorate(hosts.get(i), hosts.get(j), state)) {
                    findings.open(
                            "",
                            "",
                            change.at(),
                            List.of(hosts.get(i), hosts.get(j)),
                            "2 quorate partitions",
                            List.of(change.record().id()),
                            "the vote count: expected votes are set too low for the cluster's size");
                    return;
                }
            }
        }
        findings.close("", "", change.at(), UNDECIDED_MICROS);
    }

    private static boolean bothQuorate(String one, String other, ClusterState state) {
        if (!state.state(Track.QUORUM, "", one).equals("quorate")
                || !state.state(Track.QUORUM, "", other).equals("quorate")) {
            return false;
        }
        String ours = state.state(Track.MEMBERSHIP, "", one);
        String theirs = state.state(Track.MEMBERSHIP, "", other);
        return !ours.isEmpty()
                && !theirs.isEmpty()
                && Arrays.stream(ours.split(" ")).noneMatch(Arrays.asList(theirs.split(" "))::contains);
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no quorum was counted");
    }
}
