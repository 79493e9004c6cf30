package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EventId;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A VIP is answered for by at most one kernel. */
final class SingleVipHolder implements Check {

    static final Verdict VERDICT = Verdict.always(
            "single-vip-holder",
            "At most one host's kernel answers for the VIP.",
            (verdict, limits) -> new SingleVipHolder(verdict));

    private final Findings findings;
    private final TreeMap<String, EventId> acquired = new TreeMap<>();

    private SingleVipHolder(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.VIP);
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        String vip = change.subject();
        findings.seen("");
        if (change.to().equals("holds")) {
            acquired.put(vip + " " + change.host(), change.record().id());
        }
        if (state.count(Track.VIP, vip, "holds") < 2) {
            findings.close("", vip, change.at());
            return;
        }
        List<String> who = new ArrayList<>();
        List<EventId> evidence = new ArrayList<>(List.of(change.record().id()));
        state.states(Track.VIP, vip).forEach((host, holds) -> {
            if (holds.equals("holds")) {
                who.add(host);
                EventId since = acquired.get(vip + " " + host);
                if (since != null && !evidence.contains(since)) {
                    evidence.add(since);
                }
            }
        });
        List<String> others = new ArrayList<>(who);
        others.remove(change.host());
        boolean fenced = others.stream().anyMatch(host -> state.fencing(host) != null);
        String protection = !fenced && unmanaged(change, state)
                ? "Pacemaker: " + change.host() + " took the VIP without it"
                : Fences.failed(others, state);
        findings.open("", vip, change.at(), who, who.size() + " holders", evidence, protection);
    }

    /** Whether no resource is active on the host that took the VIP: then it was added by hand. */
    private static boolean unmanaged(StateChange change, ClusterState state) {
        for (String resource : state.subjects(Track.RESOURCE)) {
            if (!state.state(Track.RESOURCE, resource, change.host()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no VIP was held");
    }
}
