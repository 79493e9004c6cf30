package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.ClusterState.Fencing;
import dev.quorate.trace.EventId;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A lost host is off before its resources are started elsewhere.
 *
 * <p>Judged by what is, not by what was reported: a confirmed fence of a host that still runs breaks it.
 */
final class FencedBeforeRecovery implements Check {

    static final Verdict VERDICT = Verdict.always(
            "fenced-before-recovery",
            "A resource of a lost host is started elsewhere only after that host is off.",
            (verdict, limits) -> new FencedBeforeRecovery(verdict));

    private final Findings findings;
    private final TreeMap<String, EventId> began = new TreeMap<>();
    private final Instances instances = new Instances();

    private FencedBeforeRecovery(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.RESOURCE);
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        if (ResourceActiveAtMostOnce.isFenceDevice(change)) {
            return;
        }
        findings.seen("");
        instances.learn(change);
        boolean starts = change.to().equals("starting")
                || (change.to().equals("started") && !change.from().equals("starting"));
        if (change.to().equals("started")) {
            began.put(change.subject() + " " + change.host(), change.record().id());
        }
        if (!starts) {
            return;
        }
        long elsewhere = state.states(Track.RESOURCE, change.subject()).entrySet().stream()
                .filter(each -> !each.getKey().equals(change.host()))
                .filter(each -> ResourceActiveAtMostOnce.active(each.getValue()) && !state.isOff(each.getKey()))
                .count();
        if (elsewhere < instances.most(change.subject())) {
            return; // a clone's instances run beside each other
        }
        List<String> members =
                Arrays.asList(state.state(Track.MEMBERSHIP, "", change.host()).split(" "));
        state.states(Track.RESOURCE, change.subject()).forEach((host, each) -> {
            if (!host.equals(change.host())
                    && ResourceActiveAtMostOnce.active(each)
                    && !members.contains(host)
                    && !state.isOff(host)) {
                violated(change, host, state);
            }
        });
    }

    private void violated(StateChange change, String lost, ClusterState state) {
        List<EventId> evidence = new ArrayList<>(List.of(change.record().id()));
        Fencing fencing = state.fencing(lost);
        if (fencing != null) {
            evidence.add(fencing.event());
        }
        EventId since = began.get(change.subject() + " " + lost);
        if (since != null) {
            evidence.add(since);
        }
        findings.add(
                "",
                Violation.at(
                        change.at(),
                        List.of(change.host(), lost),
                        change.subject() + " started on " + change.host() + " while " + lost + " still ran it",
                        evidence,
                        Fences.failed(lost, state)));
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no resource was started");
    }
}
