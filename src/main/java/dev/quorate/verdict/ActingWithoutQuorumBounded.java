package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Actor;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EventId;
import dev.quorate.trace.HostEvent.ClockRateChanged;
import dev.quorate.trace.LeaderElectionEvent.LeaseAnswered;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Without quorum nobody acts for longer than a correct design allows.
 *
 * <p>An elected leader may act until renewDeadline + retryPeriod by its own clock after its last renewal (client-go
 * {@code leaderelection.renew}: each try waits retryPeriod, all of them renewDeadline); a pause starts that span anew,
 * as the thawed process learns of its deadline only then. A process without election may act for the same span after
 * the store lost its leader. A resource may be active for one transition and its stop after its host lost quorum; under
 * no-quorum-policy freeze one that was active may stay, and only what is started without quorum is counted. Ignoring
 * quorum is what this rule is about: under ignore it asks the same as under stop.
 */
final class ActingWithoutQuorumBounded implements Check {

    static final Verdict VERDICT = Verdict.always(
            "acting-without-quorum-bounded",
            "Without quorum no leader and no resource goes on for longer than a correct design allows.",
            ActingWithoutQuorumBounded::new);

    /** Half a second for what a bound does not name: latencies and the time that a stop takes to be noticed. */
    private static final long SLACK_MICROS = 500_000;

    /** Since when somebody goes on without quorum, and which event began it. */
    private record Anchor(SimTime at, EventId event) {}

    private final Findings findings;
    private final long leaderMicros;
    private final long resourceMicros;
    private final boolean freezes;
    private final TreeMap<String, Anchor> leaders = new TreeMap<>();
    private final TreeMap<String, Anchor> resources = new TreeMap<>();
    private final TreeMap<String, Anchor> noQuorum = new TreeMap<>();
    private final TreeMap<String, Long> rates = new TreeMap<>();

    /** Who was ever seen to renew: of others the trace tells no renewals, so nothing can be said. */
    private final TreeSet<String> renews = new TreeSet<>();

    /** Fence devices guard the cluster and harm nobody when they stay. */
    private final TreeSet<String> devices = new TreeSet<>();

    private @Nullable Anchor storeLost;

    private ActingWithoutQuorumBounded(Verdict verdict, VerdictLimits limits) {
        findings = new Findings(verdict);
        leaderMicros = SimTime.micros(limits.actingWithoutRenewal());
        resourceMicros = SimTime.micros(limits.activeWithoutQuorum());
        freezes = limits.freezes();
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(LeaseAnswered.class, ClockRateChanged.class);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.ACTING, Track.ETCD, Track.QUORUM, Track.RESOURCE, Track.HOST);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        if (record.event() instanceof ClockRateChanged rate) {
            rates.put(record.host(), rate.ratePpm());
        } else if (record.event() instanceof LeaseAnswered answer && answer.status() / 100 == 2) {
            String lease = ClusterState.leaseName(answer.lease());
            Actor actor = state.actor(lease, record.host(), record.component());
            if (!answer.verb().equals("get")) {
                renews.add(lease + " " + record.host() + " " + record.component());
            }
            if (actor != null && actor.acts() && !answer.verb().equals("get")) {
                String place = ClusterState.place(actor);
                closeLeader(lease, place, actor, record.at());
                leaders.put(lease + " " + place, new Anchor(record.at(), record.id()));
            }
        }
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        Anchor now = new Anchor(change.at(), change.record().id());
        switch (change.track()) {
            case ACTING -> acting(change, now, state);
            case ETCD -> store(now, state);
            case QUORUM -> quorum(change, now, state);
            case RESOURCE -> resource(change, now);
            case HOST -> {
                if (change.to().equals("frozen")) {
                    closeResources(change.host(), change.at());
                } else if (change.to().equals("up") && noQuorum.containsKey(change.host())) {
                    noQuorum.put(change.host(), now);
                }
            }
            default -> throw new IllegalStateException("did not ask for " + change.track());
        }
    }

    private void acting(StateChange change, Anchor now, ClusterState state) {
        String lease = change.subject();
        findings.seen(lease);
        Actor actor = actorAt(lease, change.host(), state);
        if (actor == null) {
            return;
        }
        boolean did = Actor.acts(change.from());
        boolean does = Actor.acts(change.to());
        if (did && !does) {
            closeLeader(lease, change.host(), actor, change.at());
            leaders.remove(lease + " " + change.host());
        } else if (!did && does && (!actor.elected() || renews.contains(key(actor)))) {
            leaders.put(lease + " " + change.host(), now);
        }
    }

    private static String key(Actor actor) {
        return actor.lease() + " " + actor.host() + " " + actor.component();
    }

    private static @Nullable Actor actorAt(String lease, String place, ClusterState state) {
        for (Actor actor : state.actors()) {
            if (actor.lease().equals(lease) && ClusterState.place(actor).equals(place)) {
                return actor;
            }
        }
        return null;
    }

    /** The store has quorum while some member leads; checkQuorum makes a leader without followers step down. */
    private void store(Anchor now, ClusterState state) {
        boolean leader = false;
        for (String cluster : state.subjects(Track.ETCD)) {
            for (String role : state.states(Track.ETCD, cluster).values()) {
                leader |= role.startsWith("leader@");
            }
        }
        if (leader) {
            if (storeLost != null) {
                for (Actor actor : state.actors()) {
                    if (!actor.elected() && actor.acts()) {
                        closeLeader(actor.lease(), ClusterState.place(actor), actor, now.at());
                    }
                }
            }
            storeLost = null;
        } else if (storeLost == null) {
            storeLost = now;
        }
    }

    private void closeLeader(String lease, String place, Actor actor, SimTime to) {
        Anchor anchor = leaders.get(lease + " " + place);
        if (!actor.elected()) {
            Anchor lost = storeLost;
            if (lost == null || anchor == null) {
                return;
            }
            anchor = lost.at().isAfter(anchor.at()) ? lost : anchor;
        }
        if (anchor == null) {
            return;
        }
        long rate = rates.getOrDefault(actor.host(), 1_000_000L);
        long allowed = Math.multiplyExact(leaderMicros + SLACK_MICROS, 1_000_000L) / Math.max(rate, 1);
        SimTime bound = new SimTime(anchor.at().micros() + allowed);
        if (bound.isBefore(to)) {
            findings.add(
                    lease,
                    new Violation(
                            bound,
                            to,
                            false,
                            List.of(place),
                            place + " acted " + Words.seconds(to.since(anchor.at())) + " without "
                                    + (actor.elected() ? "renewing its lease" : "a store with quorum"),
                            List.of(anchor.event(), actor.since()),
                            actor.elected()
                                    ? "the renew deadline"
                                    : "leader election: " + place + " works without it"));
        }
    }

    private void quorum(StateChange change, Anchor now, ClusterState state) {
        if (change.to().equals("no quorum")) {
            noQuorum.put(change.host(), now);
            for (String resource : state.subjects(Track.RESOURCE)) {
                if (!devices.contains(resource)
                        && ResourceActiveAtMostOnce.active(state.state(Track.RESOURCE, resource, change.host()))) {
                    findings.seen(resource);
                    if (!freezes) {
                        resources.put(resource + " " + change.host(), now);
                    }
                }
            }
        } else {
            closeResources(change.host(), change.at());
            noQuorum.remove(change.host());
        }
    }

    private void resource(StateChange change, Anchor now) {
        if (ResourceActiveAtMostOnce.isFenceDevice(change)) {
            devices.add(change.subject());
            return;
        }
        boolean was = ResourceActiveAtMostOnce.active(change.from());
        boolean is = ResourceActiveAtMostOnce.active(change.to());
        if (was && !is) {
            closeResource(change.subject(), change.host(), change.at());
        } else if (!was && is && noQuorum.containsKey(change.host())) {
            findings.seen(change.subject());
            resources.put(change.subject() + " " + change.host(), now);
        }
    }

    private void closeResources(String host, SimTime to) {
        for (String key : List.copyOf(resources.keySet())) {
            int blank = key.lastIndexOf(' ');
            if (key.substring(blank + 1).equals(host)) {
                closeResource(key.substring(0, blank), host, to);
            }
        }
    }

    private void closeResource(String resource, String host, SimTime to) {
        Anchor anchor = resources.remove(resource + " " + host);
        if (anchor == null) {
            return;
        }
        SimTime bound = new SimTime(anchor.at().micros() + resourceMicros);
        if (bound.isBefore(to)) {
            findings.add(
                    resource,
                    new Violation(
                            bound,
                            to,
                            false,
                            List.of(host),
                            resource + " stayed active on " + host + " for " + Words.seconds(to.since(anchor.at()))
                                    + " without quorum",
                            List.of(anchor.event()),
                            "the quorum policy: it did not stop what runs without quorum"));
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        for (Actor actor : state.actors()) {
            if (actor.acts()) {
                closeLeader(actor.lease(), ClusterState.place(actor), actor, end);
            }
        }
        for (String key : List.copyOf(resources.keySet())) {
            int blank = key.lastIndexOf(' ');
            closeResource(key.substring(0, blank), key.substring(blank + 1), end);
        }
        return findings.results(end, "nobody led and no resource ran without quorum");
    }
}
