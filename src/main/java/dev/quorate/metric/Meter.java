package dev.quorate.metric;

import dev.quorate.time.SimTime;
import dev.quorate.trace.Actor;
import dev.quorate.trace.ClientEvent.WriteSucceeded;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.LeaderElectionEvent.LeaseWritten;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.TraceSink;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures one run, online: feed it each record after the cluster's state it listens to has folded it.
 *
 * <p>{@code new Meter(state)} listens to a state that someone else feeds; {@link #measure} does all for a whole trace.
 */
public final class Meter implements TraceSink {

    private static final long LEASE_MICROS = 15_000_000;

    private static final class Leaders {
        private final Stopwatch duplicate = new Stopwatch();
        private final Stopwatch none = new Stopwatch();
        private String last = "";
        private int changes;
        private final TreeMap<String, LeaseWritten> byStore = new TreeMap<>();
        private final TreeMap<String, Long> writtenAt = new TreeMap<>();
        private long countedTo;
        private long duplicateHolder;
    }

    private static final class Vip {
        private final Stopwatch duplicate = new Stopwatch();
        private final Stopwatch none = new Stopwatch();
        private String last = "";
        private int moves;
    }

    private final ClusterState state;
    private final TreeMap<String, Leaders> leaders = new TreeMap<>();
    private final TreeMap<String, Vip> vips = new TreeMap<>();
    private final Stopwatch apiAway = new Stopwatch();
    private final RecoveryParts recovery = new RecoveryParts();
    private final Map<Class<?>, Boolean> wanted = new LinkedHashMap<>();
    private boolean apiSeen;

    public Meter(ClusterState state) {
        this.state = state;
        state.listen(this::onChange);
        RecoveryParts.events().forEach(kind -> wanted.put(kind, true));
    }

    /** Measure a whole trace. */
    public static List<MetricValue> measure(Trace trace) {
        ClusterState state = new ClusterState();
        Meter meter = new Meter(state);
        trace.feed(state.then(meter));
        return meter.values(trace.end());
    }

    @Override
    public void accept(TraceRecord record) {
        Class<?> kind = record.event().getClass();
        if (kind == LeaseWritten.class) {
            written((LeaseWritten) record.event(), record.at().micros());
        } else if (kind == WriteSucceeded.class) {
            if (throughVip(((WriteSucceeded) record.event()).target())) {
                recovery.onWrite(record.at().micros());
            }
        } else if (wanted.containsKey(kind)) {
            recovery.onEvent(record);
        }
    }

    private void onChange(StateChange change) {
        long at = change.at().micros();
        switch (change.track()) {
            case ACTING -> acting(change, at);
            case VIP -> vip(change, at);
            case API, HOST -> api(at);
            default -> {
                return;
            }
        }
        recovery.onChange(change, state);
    }

    private void acting(StateChange change, long at) {
        Leaders of = leaders.computeIfAbsent(change.subject(), name -> new Leaders());
        if (Actor.acts(change.from()) == Actor.acts(change.to())) {
            return;
        }
        int acting = state.acting(change.subject()).size();
        of.duplicate.set(acting > 1, at);
        of.none.set(acting == 0, at);
        if (Actor.acts(change.to())) {
            if (!of.last.isEmpty() && !of.last.equals(change.host()) && at >= 0) {
                of.changes++;
            }
            of.last = change.host();
        }
    }

    private void vip(StateChange change, long at) {
        Vip of = vips.computeIfAbsent(change.subject(), name -> new Vip());
        int holders = state.count(Track.VIP, change.subject(), "holds");
        of.duplicate.set(holders > 1, at);
        of.none.set(holders == 0, at);
        if (change.to().equals("holds")) {
            if (!of.last.isEmpty() && !of.last.equals(change.host()) && at >= 0) {
                of.moves++;
            }
            of.last = change.host();
        }
    }

    private void api(long at) {
        boolean away = false;
        for (String target : state.subjects(Track.API)) {
            if (throughVip(target)) {
                apiSeen = true;
                for (Map.Entry<String, String> seen :
                        state.states(Track.API, target).entrySet()) {
                    away |= seen.getValue().equals("unreachable") && clientRuns(seen.getKey());
                }
            }
        }
        apiAway.set(away, at);
        recovery.onApi(away, at);
    }

    private boolean clientRuns(String prober) {
        int slash = prober.indexOf('/');
        return state.isUp(slash < 0 ? prober : prober.substring(0, slash));
    }

    private boolean throughVip(String target) {
        for (String vip : state.subjects(Track.VIP)) {
            if (target.contains(vip)) {
                return true;
            }
        }
        return target.contains("VIP") || target.contains("vip");
    }

    /** Count the time since the last write during which two stores named two live holders. */
    private void written(LeaseWritten event, long at) {
        Leaders of = leaders.get(ClusterState.leaseName(event.lease()));
        if (of == null) {
            return;
        }
        countHolders(of, at);
        of.byStore.put(event.store(), event);
        of.writtenAt.put(event.store(), at);
    }

    private static void countHolders(Leaders of, long to) {
        if (of.byStore.size() < 2) {
            of.countedTo = to;
            return;
        }
        long from = Math.max(0, of.countedTo);
        long best = 0;
        List<String> stores = List.copyOf(of.byStore.keySet());
        for (int i = 0; i < stores.size(); i++) {
            for (int j = i + 1; j < stores.size(); j++) {
                String one = holder(of, stores.get(i));
                String other = holder(of, stores.get(j));
                if (!one.equals(other) && !one.isEmpty() && !other.isEmpty()) {
                    long alive = Math.min(
                            of.writtenAt.getOrDefault(stores.get(i), 0L), of.writtenAt.getOrDefault(stores.get(j), 0L));
                    best = Math.max(best, Math.min(to, alive + LEASE_MICROS) - from);
                }
            }
        }
        of.duplicateHolder += best;
        of.countedTo = to;
    }

    private static String holder(Leaders of, String store) {
        LeaseWritten written = of.byStore.get(store);
        return written == null ? "" : written.holderIdentity();
    }

    /** Every value up to that instant; to be called once, at the end. */
    public List<MetricValue> values(SimTime end) {
        long now = end.micros();
        List<MetricValue> values = new ArrayList<>();
        leaders.forEach((lease, of) -> {
            boolean open = of.none.isOn();
            boolean openTwo = of.duplicate.isOn();
            of.none.stop(now);
            of.duplicate.stop(now);
            countHolders(of, now);
            values.add(new MetricValue(Metric.DUPLICATE_LEADER_TIME, lease, of.duplicate.total(), openTwo));
            values.add(new MetricValue(Metric.DUPLICATE_LEADER_COUNT, lease, of.duplicate.count(), false));
            values.add(new MetricValue(Metric.DUPLICATE_HOLDER_TIME, lease, of.duplicateHolder, false));
            values.add(new MetricValue(Metric.LEADERLESS_TIME, lease, of.none.total(), open));
            values.add(new MetricValue(Metric.LONGEST_LEADERLESS, lease, of.none.longest(), open));
            values.add(new MetricValue(Metric.LEADER_CHANGES, lease, of.changes, false));
        });
        vips.forEach((vip, of) -> {
            boolean open = of.none.isOn();
            boolean openTwo = of.duplicate.isOn();
            of.none.stop(now);
            of.duplicate.stop(now);
            String subject = vips.size() == 1 ? "" : vip;
            values.add(new MetricValue(Metric.VIP_LESS_TIME, subject, of.none.total(), open));
            values.add(new MetricValue(Metric.DUPLICATE_VIP_TIME, subject, of.duplicate.total(), openTwo));
            values.add(new MetricValue(Metric.VIP_MOVES, subject, of.moves, false));
        });
        if (apiSeen) {
            boolean open = apiAway.isOn();
            apiAway.stop(now);
            values.add(new MetricValue(Metric.API_UNAVAILABLE_TIME, "", apiAway.total(), open));
            values.add(new MetricValue(Metric.API_OUTAGES, "", apiAway.count(), false));
        }
        values.addAll(recovery.values(now));
        return List.copyOf(values);
    }
}
