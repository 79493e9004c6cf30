package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Actor;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EventId;
import dev.quorate.trace.HostEvent;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Of each leader-elected component at most one process acts as leader, whatever the store says. */
final class SingleActingLeader implements Check {

    static final Verdict VERDICT = Verdict.always(
            "single-acting-leader",
            "Of each leader-elected component at most one process runs its leader callbacks.",
            (verdict, limits) -> new SingleActingLeader(verdict));

    private final Findings findings;
    private final TreeMap<String, Long> slowClocks = new TreeMap<>();

    private SingleActingLeader(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(HostEvent.ClockRateChanged.class);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.ACTING);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        slowClocks.put(record.host(), ((HostEvent.ClockRateChanged) record.event()).ratePpm());
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        String lease = change.subject();
        findings.seen(lease);
        List<Actor> acting = state.acting(lease);
        if (acting.size() < 2) {
            findings.close(lease, "", change.at());
            return;
        }
        List<String> who = new ArrayList<>();
        List<EventId> evidence = new ArrayList<>(List.of(change.record().id()));
        for (Actor actor : acting) {
            who.add(ClusterState.place(actor));
            if (!evidence.contains(actor.since())) {
                evidence.add(actor.since());
            }
        }
        findings.open(
                lease, "", change.at(), who, acting.size() + " leaders", evidence, protection(change, acting, state));
    }

    private String protection(StateChange change, List<Actor> acting, ClusterState state) {
        for (Actor actor : acting) {
            if (!actor.elected()) {
                return "leader election: " + ClusterState.place(actor) + " works without it";
            }
        }
        if (change.from().equals("paused") || change.from().equals("frozen")) {
            return "the lease: " + change.host() + " was " + change.from()
                    + " past its deadline and goes on by its old belief";
        }
        List<String> holders = new ArrayList<>();
        state.states(Track.LEASE, change.subject()).values().forEach(holder -> {
            if (!holders.contains(holder)) {
                holders.add(holder);
            }
        });
        if (holders.size() > 1) {
            return "the store: it split, and each part names another holder";
        }
        for (Actor actor : acting) {
            if (slowClocks.getOrDefault(actor.host(), 1_000_000L) < 1_000_000L) {
                return "the renew deadline: the clock of " + actor.host() + " runs slow";
            }
        }
        return "the lease: it changed hands while its old holder still acted";
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no process led");
    }
}
