package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Actor;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Things that a run is to have shown, seen in the cluster's state: a place or a state that changed. */
final class SometimesChanges implements Check {

    static final List<Verdict> VERDICTS = List.of(
            on("leader-changed", "Another process became acting leader.", Track.ACTING, SometimesChanges::moved),
            on(
                    "leader-changed-under-partition",
                    "Another process became acting leader while links were cut.",
                    Track.ACTING,
                    (check, change, state) -> check.moved(change, state) && partitioned(state)),
            on("vip-moved", "The VIP went to another host.", Track.VIP, SometimesChanges::moved),
            on(
                    "quorum-lost",
                    "A host lost quorum.",
                    Track.QUORUM,
                    (check, change, state) ->
                            change.from().equals("quorate") && change.to().equals("no quorum")),
            on(
                    "api-outage-happened",
                    "A client could not reach the API.",
                    Track.API,
                    (check, change, state) -> change.to().equals("unreachable")),
            on(
                    "leader-paused",
                    "A leader stood still while it led.",
                    Track.ACTING,
                    (check, change, state) ->
                            change.to().equals("paused") || change.to().equals("frozen")));

    private interface Condition {
        boolean holds(SometimesChanges check, StateChange change, ClusterState state);
    }

    private final Verdict verdict;
    private final Track track;
    private final Condition condition;
    private final TreeMap<String, String> last = new TreeMap<>();
    private @Nullable TraceRecord first;

    private SometimesChanges(Verdict verdict, Track track, Condition condition) {
        this.verdict = verdict;
        this.track = track;
        this.condition = condition;
    }

    private static Verdict on(String name, String statement, Track track, Condition condition) {
        return Verdict.sometimes(name, statement, (verdict, limits) -> new SometimesChanges(verdict, track, condition));
    }

    @Override
    public List<Track> tracks() {
        return List.of(track);
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        if (condition.holds(this, change, state) && first == null && change.at().micros() >= 0) {
            first = change.record();
        }
    }

    /** Whether the subject is now at another place than when it was last seen. */
    private boolean moved(StateChange change, ClusterState state) {
        boolean there =
                track == Track.ACTING ? Actor.acts(change.to()) : change.to().equals("holds");
        if (!there) {
            return false;
        }
        String before = last.put(change.subject(), change.host());
        return before != null && !before.equals(change.host());
    }

    private static boolean partitioned(ClusterState state) {
        for (String network : state.subjects(Track.LINK)) {
            if (!state.states(Track.LINK, network).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return List.of(Sometimes.answer(verdict, first));
    }
}
