package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.Track;
import java.util.List;

/** A pod of one name runs on one node at a time; a replacement under another name is another pod. */
final class PodRunsOnOneNode implements Check {

    static final Verdict VERDICT = Verdict.always(
            "pod-runs-on-one-node",
            "A pod runs on one node at a time.",
            (verdict, limits) -> new PodRunsOnOneNode(verdict));

    private final Findings findings;

    private PodRunsOnOneNode(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.POD);
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        findings.seen("");
        String pod = change.subject();
        if (state.count(Track.POD, pod, "running") < 2) {
            findings.close("", pod, change.at());
            return;
        }
        findings.open(
                "",
                pod,
                change.at(),
                List.copyOf(state.states(Track.POD, pod).keySet()),
                "pod " + pod + " runs on two nodes",
                List.of(change.record().id()),
                "the single binding of a pod");
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no pod ran");
    }
}
