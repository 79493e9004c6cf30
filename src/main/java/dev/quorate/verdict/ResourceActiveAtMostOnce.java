package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A Pacemaker resource is active on at most one host.
 *
 * <p>Active from its start until it is seen stopped: a stop that failed leaves it active. A clone may be active on as
 * many hosts as it has instances. On a host that stands still nothing is active.
 */
final class ResourceActiveAtMostOnce implements Check {

    static final Verdict VERDICT = Verdict.always(
            "resource-active-at-most-once",
            "A Pacemaker resource is active on at most one host.",
            (verdict, limits) -> new ResourceActiveAtMostOnce(verdict));

    private static final List<String> ACTIVE = List.of("started", "stopping", "failed", "blocked");

    private final Findings findings;
    private final TreeMap<String, EventId> began = new TreeMap<>();
    private final Instances instances = new Instances();

    /** Fence devices may be registered on several nodes at once: that does nothing twice. */
    private final TreeSet<String> devices = new TreeSet<>();

    private ResourceActiveAtMostOnce(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.RESOURCE, Track.HOST);
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        if (change.track() == Track.HOST) {
            for (String resource : state.subjects(Track.RESOURCE)) {
                judge(resource, change, state);
            }
            return;
        }
        if (isFenceDevice(change)) {
            devices.add(change.subject());
            return;
        }
        instances.learn(change);
        if (active(change.to()) && !active(change.from())) {
            began.put(change.subject() + " " + change.host(), change.record().id());
        }
        judge(change.subject(), change, state);
    }

    static boolean isFenceDevice(StateChange change) {
        return change.record().event() instanceof ResourceStateChanged resource
                && resource.reason().equals(ResourceStateChanged.FENCE_DEVICE);
    }

    static boolean active(String state) {
        return ACTIVE.contains(state);
    }

    private void judge(String resource, StateChange change, ClusterState state) {
        if (devices.contains(resource)) {
            return;
        }
        findings.seen("");
        List<String> who = new ArrayList<>();
        state.states(Track.RESOURCE, resource).forEach((host, each) -> {
            if (active(each) && state.isUp(host)) {
                who.add(host);
            }
        });
        if (who.size() <= instances.most(resource)) {
            findings.close("", resource, change.at());
            return;
        }
        List<EventId> evidence = new ArrayList<>(List.of(change.record().id()));
        for (String host : who) {
            EventId since = began.get(resource + " " + host);
            if (since != null && !evidence.contains(since)) {
                evidence.add(since);
            }
        }
        List<String> others = new ArrayList<>(who);
        others.remove(change.host());
        findings.open(
                "",
                resource,
                change.at(),
                who,
                resource + " active on " + who.size() + " hosts",
                evidence,
                Fences.failed(others, state));
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no resource was started");
    }
}
