package dev.quorate.trace;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's state as its trace tells it, folded record by record; listeners learn of each change.
 *
 * <p>It knows what no single record says: that a host without power holds no address and runs no process, that a frozen
 * one does not answer, that a paused leader does not act.
 */
public final class ClusterState implements TraceSink {

    /** Learns of changes while a record is folded; the state already holds what the change says. */
    public interface Listener {
        void onChange(StateChange change);
    }

    /**
     * How the fencing of a host stands.
     *
     * @param state {@code requested}, {@code confirmed}, {@code confirmed by hand}, {@code failed}
     * @param event the event that says so
     */
    public record Fencing(String state, EventId event) {}

    private interface Fold {
        void apply(TraceRecord record);
    }

    private final Map<Track, Map<String, Map<String, String>>> tracks = new EnumMap<>(Track.class);
    private final TreeMap<String, Actor> actors = new TreeMap<>();
    private final TreeMap<String, Fencing> fencing = new TreeMap<>();
    private final Map<Class<?>, Fold> folds = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>();

    public ClusterState() {
        for (Track track : Track.values()) {
            tracks.put(track, new TreeMap<>());
        }
        hosts();
        network();
        cluster();
        leaders();
    }

    public ClusterState listen(Listener listener) {
        listeners.add(listener);
        return this;
    }

    @Override
    public void accept(TraceRecord record) {
        Fold fold = folds.get(record.event().getClass());
        if (fold != null) {
            fold.apply(record);
        }
    }

    /** The state of a track there, or {@code ""}. */
    public String state(Track track, String subject, String host) {
        Map<String, String> byHost = of(track).get(subject);
        String state = byHost == null ? null : byHost.get(host);
        return state == null ? "" : state;
    }

    /** The states of one subject by host, sorted; only those that are not empty. */
    public SortedMap<String, String> states(Track track, String subject) {
        Map<String, String> byHost = of(track).get(subject);
        return byHost == null ? new TreeMap<>() : new TreeMap<>(byHost);
    }

    /** The subjects of a track that were ever seen, sorted. */
    public List<String> subjects(Track track) {
        return List.copyOf(of(track).keySet());
    }

    /** How many hosts are in that state. */
    public int count(Track track, String subject, String state) {
        Map<String, String> byHost = of(track).get(subject);
        int count = 0;
        if (byHost != null) {
            for (String each : byHost.values()) {
                if (each.equals(state)) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Every process that ever led or worked, sorted by lease, host and component. */
    public List<Actor> actors() {
        return List.copyOf(actors.values());
    }

    /** The processes that act on a lease now. */
    public List<Actor> acting(String lease) {
        List<Actor> acting = new ArrayList<>();
        for (Actor actor : actors.values()) {
            if (actor.lease().equals(lease) && actor.acts()) {
                acting.add(actor);
            }
        }
        return acting;
    }

    /** The process of that component on that host which led or worked on the lease, if any. */
    public @Nullable Actor actor(String lease, String host, String component) {
        return actors.get(key(lease, host, component));
    }

    /** Whether the host has power and its kernel runs; a host that was never spoken of is taken to be up. */
    public boolean isUp(String host) {
        String state = state(Track.HOST, "", host);
        return state.isEmpty() || state.equals("up");
    }

    /** Whether the host is without power. */
    public boolean isOff(String host) {
        String state = state(Track.HOST, "", host);
        return state.equals("off") || state.equals("fenced");
    }

    /** How a host's fencing stands since its last boot; null when nobody asked for it. */
    public @Nullable Fencing fencing(String host) {
        return fencing.get(host);
    }

    private void hosts() {
        on(HostEvent.HostPoweredOff.class, this::powerOff);
        on(HostEvent.HostPoweredOn.class, r -> set(Track.HOST, "", r.host(), "booting", r));
        on(HostEvent.HostBooted.class, r -> {
            set(Track.HOST, "", r.host(), "up", r);
            fencing.remove(r.host());
        });
        on(HostEvent.HostFrozen.class, r -> {
            set(Track.HOST, "", r.host(), "frozen", r);
            onHostSchedulable(r);
        });
        on(HostEvent.HostThawed.class, r -> {
            set(Track.HOST, "", r.host(), "up", r);
            onHostSchedulable(r);
        });
        on(HostEvent.ProcessStarted.class, r -> {
            if (state(Track.HOST, "", r.host()).isEmpty()) {
                set(Track.HOST, "", r.host(), "up", r);
            }
            set(Track.PROCESS, r.component(), r.host(), "running", r);
        });
        on(HostEvent.ProcessExited.class, r -> {
            set(Track.PROCESS, r.component(), r.host(), "", r);
            processGone(r.host(), r.component(), r);
        });
        on(HostEvent.ProcessPaused.class, r -> {
            set(Track.PROCESS, r.component(), r.host(), "paused", r);
            onHostSchedulable(r);
        });
        on(HostEvent.ProcessResumed.class, r -> {
            set(Track.PROCESS, r.component(), r.host(), "running", r);
            onHostSchedulable(r);
        });
    }

    private void network() {
        on(
                NetworkEvent.VipAcquired.class,
                r -> set(
                        Track.VIP,
                        ((NetworkEvent.VipAcquired) r.event()).vip(),
                        r.host(),
                        isUp(r.host()) ? "holds" : "silent",
                        r));
        on(
                NetworkEvent.VipReleased.class,
                r -> set(Track.VIP, ((NetworkEvent.VipReleased) r.event()).vip(), r.host(), "", r));
        on(NetworkEvent.LinksCut.class, r -> {
            NetworkEvent.LinksCut event = (NetworkEvent.LinksCut) r.event();
            event.links().forEach(link -> set(Track.LINK, event.network(), link, "cut", r));
        });
        on(NetworkEvent.LinksHealed.class, r -> {
            NetworkEvent.LinksHealed event = (NetworkEvent.LinksHealed) r.event();
            event.links().forEach(link -> set(Track.LINK, event.network(), link, "", r));
        });
        on(ClientEvent.AvailabilityChanged.class, r -> {
            ClientEvent.AvailabilityChanged event = (ClientEvent.AvailabilityChanged) r.event();
            set(Track.API, event.target(), prober(r), event.available() ? "reachable" : "unreachable", r);
        });
        on(
                FaultEvent.FaultInjected.class,
                r -> set(Track.FAULT, ((FaultEvent.FaultInjected) r.event()).fault(), "", "active", r));
        on(FaultEvent.FaultEnded.class, r -> set(Track.FAULT, ((FaultEvent.FaultEnded) r.event()).fault(), "", "", r));
    }

    private static String prober(TraceRecord r) {
        return r.component().isEmpty() ? r.host() : r.host() + "/" + r.component();
    }

    private void cluster() {
        on(
                MembershipEvent.MembershipFormed.class,
                r -> set(
                        Track.MEMBERSHIP,
                        "",
                        r.host(),
                        String.join(" ", ((MembershipEvent.MembershipFormed) r.event()).members()),
                        r));
        on(
                MembershipEvent.QuorumChanged.class,
                r -> set(
                        Track.QUORUM,
                        "",
                        r.host(),
                        ((MembershipEvent.QuorumChanged) r.event()).quorate() ? "quorate" : "no quorum",
                        r));
        on(MembershipEvent.LeftRing.class, r -> {
            set(Track.MEMBERSHIP, "", r.host(), "", r);
            set(Track.QUORUM, "", r.host(), "", r);
        });
        on(PacemakerEvent.DcElected.class, r -> set(Track.DC, "", r.host(), "dc", r));
        on(PacemakerEvent.DcReleased.class, r -> set(Track.DC, "", r.host(), "", r));
        on(PacemakerEvent.ResourceStateChanged.class, r -> {
            PacemakerEvent.ResourceStateChanged event = (PacemakerEvent.ResourceStateChanged) r.event();
            boolean startFailed = event.state().equals("failed")
                    && state(Track.RESOURCE, event.resource(), r.host()).equals("starting");
            String now = startFailed ? "start failed" : event.state().equals("stopped") ? "" : event.state();
            set(Track.RESOURCE, event.resource(), r.host(), now, r);
        });
        on(
                PacemakerEvent.FenceRequested.class,
                r -> fencing.put(
                        ((PacemakerEvent.FenceRequested) r.event()).target(), new Fencing("requested", r.id())));
        on(
                PacemakerEvent.FenceFailed.class,
                r -> fencing.put(((PacemakerEvent.FenceFailed) r.event()).target(), new Fencing("failed", r.id())));
        on(PacemakerEvent.FenceConfirmed.class, r -> {
            PacemakerEvent.FenceConfirmed event = (PacemakerEvent.FenceConfirmed) r.event();
            fencing.put(event.target(), new Fencing(event.manual() ? "confirmed by hand" : "confirmed", r.id()));
            if (state(Track.HOST, "", event.target()).equals("off")) {
                set(Track.HOST, "", event.target(), "fenced", r);
            }
        });
        on(EtcdEvent.RaftRoleChanged.class, r -> {
            EtcdEvent.RaftRoleChanged event = (EtcdEvent.RaftRoleChanged) r.event();
            set(Track.ETCD, event.cluster(), r.host(), event.role() + "@" + event.term(), r);
        });
        on(
                KubernetesEvent.PodRunning.class,
                r -> set(Track.POD, ((KubernetesEvent.PodRunning) r.event()).pod(), r.host(), "running", r));
        on(
                KubernetesEvent.PodStopped.class,
                r -> set(Track.POD, ((KubernetesEvent.PodStopped) r.event()).pod(), r.host(), "", r));
    }

    private void leaders() {
        on(LeaderElectionEvent.LeadershipStarted.class, r -> {
            LeaderElectionEvent.LeadershipStarted event = (LeaderElectionEvent.LeadershipStarted) r.event();
            Actor actor = actorOf(event.lease(), r);
            actor.identity = event.identity();
            actor.leads = true;
            actor.elected = true;
            actor.since = r.id();
            refresh(actor, r);
        });
        on(LeaderElectionEvent.WorkStarted.class, r -> {
            LeaderElectionEvent.WorkStarted event = (LeaderElectionEvent.WorkStarted) r.event();
            Actor actor = actorOf(event.lease(), r);
            actor.identity = event.identity();
            actor.works = true;
            if (!actor.leads) {
                actor.elected = false;
                actor.since = r.id();
            }
            refresh(actor, r);
        });
        on(LeaderElectionEvent.LeadershipEnded.class, r -> {
            Actor actor = actorOf(((LeaderElectionEvent.LeadershipEnded) r.event()).lease(), r);
            actor.leads = false;
            actor.works = false;
            refresh(actor, r);
        });
        on(LeaderElectionEvent.LeaseWritten.class, r -> {
            LeaderElectionEvent.LeaseWritten event = (LeaderElectionEvent.LeaseWritten) r.event();
            holder(event.lease(), event.store(), event.holderIdentity(), r);
        });
        on(LeaderElectionEvent.LeaseDeleted.class, r -> {
            LeaderElectionEvent.LeaseDeleted event = (LeaderElectionEvent.LeaseDeleted) r.event();
            holder(event.lease(), event.store(), "", r);
        });
    }

    private void holder(String fullLease, String store, String holder, TraceRecord r) {
        String lease = leaseName(fullLease);
        if (set(Track.LEASE, lease, store, holder, r)) {
            for (Actor actor : actors.values()) {
                if (actor.lease().equals(lease)) {
                    refresh(actor, r);
                }
            }
        }
    }

    private void powerOff(TraceRecord r) {
        String host = r.host();
        set(Track.HOST, "", host, "off", r);
        for (String component : subjects(Track.PROCESS)) {
            set(Track.PROCESS, component, host, "", r);
        }
        for (Actor actor : actors.values()) {
            if (actor.host().equals(host)) {
                actor.leads = false;
                actor.works = false;
                refresh(actor, r);
            }
        }
        for (Track track :
                List.of(Track.VIP, Track.RESOURCE, Track.QUORUM, Track.MEMBERSHIP, Track.DC, Track.ETCD, Track.POD)) {
            for (String subject : subjects(track)) {
                set(track, subject, host, "", r);
            }
        }
    }

    private void processGone(String host, String component, TraceRecord r) {
        for (Actor actor : actors.values()) {
            if (actor.host().equals(host) && actor.component().equals(component)) {
                actor.leads = false;
                actor.works = false;
                refresh(actor, r);
            }
        }
        if (component.startsWith("corosync")) {
            set(Track.QUORUM, "", host, "", r);
            set(Track.MEMBERSHIP, "", host, "", r);
        } else if (component.startsWith("pacemaker")) {
            set(Track.DC, "", host, "", r);
        } else if (component.startsWith("etcd") && !component.startsWith("etcdctl")) {
            for (String cluster : subjects(Track.ETCD)) {
                set(Track.ETCD, cluster, host, "", r);
            }
        }
    }

    /** The host, or a process on it, stands still or goes on. */
    private void onHostSchedulable(TraceRecord r) {
        boolean up = isUp(r.host());
        for (String vip : subjects(Track.VIP)) {
            if (!state(Track.VIP, vip, r.host()).isEmpty()) {
                set(Track.VIP, vip, r.host(), up ? "holds" : "silent", r);
            }
        }
        for (Actor actor : actors.values()) {
            if (actor.host().equals(r.host())) {
                refresh(actor, r);
            }
        }
    }

    private void refresh(Actor actor, TraceRecord r) {
        String before = actor.state;
        actor.state = stateOf(actor);
        if (!before.equals(actor.state)) {
            tell(new StateChange(Track.ACTING, actor.lease(), place(actor), before, actor.state, r));
        }
    }

    private String stateOf(Actor actor) {
        if (!actor.leads && !actor.works) {
            return "";
        }
        if (state(Track.HOST, "", actor.host()).equals("frozen")) {
            return "frozen";
        }
        if (state(Track.PROCESS, actor.component(), actor.host()).equals("paused")) {
            return "paused";
        }
        if (actor.elected && !holds(actor)) {
            return "believes";
        }
        return actor.works ? "acting" : "syncing";
    }

    /** Whether some store names the actor as holder, or no store was heard of yet. */
    private boolean holds(Actor actor) {
        Map<String, String> holders = of(Track.LEASE).get(actor.lease());
        return holders == null || holders.containsValue(actor.identity);
    }

    /** Where an actor stands on {@link Track#ACTING}: its host, and its component when that is not the lease's name. */
    public static String place(Actor actor) {
        return actor.component().equals(actor.lease()) || actor.component().isEmpty()
                ? actor.host()
                : actor.host() + "/" + actor.component();
    }

    /** A lease's name without its namespace: {@code kube-system/kube-scheduler} is {@code kube-scheduler}. */
    public static String leaseName(String lease) {
        return lease.substring(lease.lastIndexOf('/') + 1);
    }

    private Actor actorOf(String fullLease, TraceRecord r) {
        String lease = leaseName(fullLease);
        return actors.computeIfAbsent(
                key(lease, r.host(), r.component()), key -> new Actor(lease, r.host(), r.component()));
    }

    private static String key(String lease, String host, String component) {
        return lease + "\n" + host + "\n" + component;
    }

    private boolean set(Track track, String subject, String host, String state, TraceRecord r) {
        Map<String, String> byHost = of(track).computeIfAbsent(subject, name -> new TreeMap<>());
        String before = state.isEmpty() ? byHost.remove(host) : byHost.put(host, state);
        String from = before == null ? "" : before;
        if (from.equals(state)) {
            return false;
        }
        tell(new StateChange(track, subject, host, from, state, r));
        return true;
    }

    private void tell(StateChange change) {
        for (Listener listener : listeners) {
            listener.onChange(change);
        }
    }

    private Map<String, Map<String, String>> of(Track track) {
        Map<String, Map<String, String>> subjects = tracks.get(track);
        if (subjects == null) {
            throw new IllegalStateException("no track " + track);
        }
        return subjects;
    }

    private void on(Class<? extends TraceEvent> kind, Fold fold) {
        folds.put(kind, fold);
    }
}
