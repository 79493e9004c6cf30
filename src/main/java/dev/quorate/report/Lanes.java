package dev.quorate.report;

import dev.quorate.report.Lane.Look;
import dev.quorate.report.Lane.Segment;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Interval;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Arranges intervals into lanes: leaders, VIP, resources, quorum, etcd, API, hosts. */
public final class Lanes {

    /** Which lanes stand together in a picture. */
    public enum Kind {
        LEADERS("Who acted as leader", "acts as leader", "cut off"),
        VIPS("Who held the VIP", "holds the VIP", "failed"),
        RESOURCES("Where resources were active", "started", "failed or blocked"),
        QUORUM("Who had quorum", "has quorum", "has no quorum"),
        ETCD("Who led etcd", "leader", "failed"),
        API("The API as clients saw it", "answers", "does not answer"),
        HOSTS("Hosts", "up", "failed");

        private final String title;
        private final String active;
        private final String wrong;

        Kind(String title, String active, String wrong) {
            this.title = title;
            this.active = active;
            this.wrong = wrong;
        }

        String active() {
            return active;
        }

        String wrong() {
            return wrong;
        }

        public String title() {
            return title;
        }
    }

    private final List<Interval> intervals;
    private final SimTime end;
    private final Set<String> several;

    /**
     * The lanes of a run.
     *
     * @param several resources that may be active on several hosts at once: they never are active once too often
     */
    public Lanes(List<Interval> intervals, SimTime end, Set<String> several) {
        this.intervals = List.copyOf(intervals);
        this.end = end;
        this.several = several;
    }

    /** The lanes of a kind, in order of group and label; empty when nothing of it was seen. */
    public List<Lane> of(Kind kind) {
        return switch (kind) {
            case LEADERS -> byHost(Track.ACTING, "", true);
            case VIPS -> byHost(Track.VIP, "VIP ", true);
            case RESOURCES -> byHost(Track.RESOURCE, "", false);
            case QUORUM -> byHost(Track.QUORUM, "quorum", true);
            case ETCD -> byHost(Track.ETCD, "", true);
            case API -> byHost(Track.API, "", false);
            case HOSTS ->
                byHost(Track.HOST, "hosts", false).stream()
                        .filter(lane -> masters().contains(lane.label())
                                || lane.segments().stream().anyMatch(s -> s.look() != Look.ACTS))
                        .toList();
        };
    }

    /** The hosts that the cluster runs on: those that have been up, down, or ran a process. */
    public List<String> hosts() {
        TreeSet<String> hosts = new TreeSet<>();
        for (Interval each : intervals) {
            if (each.track() == Track.QUORUM || each.track() == Track.ETCD || each.track() == Track.HOST) {
                hosts.add(each.host());
            }
        }
        return List.copyOf(hosts);
    }

    /** Whom each host saw as members of its ring, for the chart beside who had quorum. */
    List<Lane> membership() {
        int all = 0;
        for (Interval each : intervals) {
            if (each.track() == Track.MEMBERSHIP) {
                all = Math.max(all, each.state().split(" ").length);
            }
        }
        Map<String, List<Segment>> byHost = new TreeMap<>();
        for (Interval each : intervals) {
            if (each.track() == Track.MEMBERSHIP) {
                int members = each.state().split(" ").length;
                add(
                        byHost.computeIfAbsent(each.host(), h -> new ArrayList<>()),
                        each.from(),
                        each.to(),
                        members == all ? Look.ACTS : members * 2 > all ? Look.SYNCS : Look.CHANGING,
                        members + " of " + all);
            }
        }
        List<Lane> lanes = new ArrayList<>();
        byHost.forEach((host, segments) -> lanes.add(new Lane("members", host, segments)));
        return lanes;
    }

    /** Instants at which two or more acted or held at once, in one group. */
    public List<Interval> overlaps(Kind kind) {
        Track track = kind == Kind.LEADERS ? Track.ACTING : kind == Kind.VIPS ? Track.VIP : Track.RESOURCE;
        Map<String, List<Interval>> bySubject = new LinkedHashMap<>();
        for (Interval each : intervals) {
            boolean alone = track != Track.RESOURCE || !several.contains(each.subject());
            if (each.track() == track && alone && active(each)) {
                bySubject
                        .computeIfAbsent(each.subject(), s -> new ArrayList<>())
                        .add(each);
            }
        }
        List<Interval> overlaps = new ArrayList<>();
        bySubject.forEach((subject, all) -> overlaps(subject, all, overlaps));
        return overlaps;
    }

    /** Sweep over the edges of one subject's intervals; ends come before beginnings of the same instant. */
    private static void overlaps(String subject, List<Interval> all, List<Interval> found) {
        List<Interval> byBegin = new ArrayList<>(all);
        byBegin.sort(Comparator.comparing(Interval::from).thenComparing(Interval::begunBy));
        PriorityQueue<Interval> now = new PriorityQueue<>(Comparator.comparing(Interval::to));
        Interval begun = null;
        TreeSet<String> who = new TreeSet<>();
        for (Interval each : byBegin) {
            begun = ended(subject, now, each.from(), begun, who, found);
            now.add(each);
            Set<String> hosts = hosts(now);
            if (hosts.size() > 1) {
                begun = begun == null ? each : begun;
                who.addAll(hosts);
            }
        }
        ended(subject, now, SimTime.MAX, begun, who, found);
    }

    /** Let intervals end up to that instant; returns what an overlap that goes on was begun by. */
    private static @Nullable Interval ended(
            String subject,
            PriorityQueue<Interval> now,
            SimTime upTo,
            @Nullable Interval begun,
            Set<String> who,
            List<Interval> found) {
        Interval open = begun;
        while (!now.isEmpty() && !now.element().to().isAfter(upTo)) {
            SimTime at = now.remove().to();
            if (open != null && hosts(now).size() < 2) {
                add(found, subject, String.join(", ", who), open, at);
                open = null;
                who.clear();
            }
        }
        return open;
    }

    /** Add an overlap; one that goes on where the last ended is one with it. */
    private static void add(List<Interval> found, String subject, String who, Interval open, SimTime to) {
        int last = found.size() - 1;
        Interval before = last < 0 ? null : found.get(last);
        boolean goesOn = before != null
                && before.subject().equals(subject)
                && before.to().equals(open.from())
                && before.host().equals(who);
        Interval begun = goesOn && before != null ? before : open;
        if (begun.from().isBefore(to)) {
            Interval overlap =
                    new Interval(open.track(), subject, who, "two at once", begun.from(), to, false, begun.begunBy());
            if (goesOn) {
                found.set(last, overlap);
            } else {
                found.add(overlap);
            }
        }
    }

    private static Set<String> hosts(PriorityQueue<Interval> now) {
        TreeSet<String> hosts = new TreeSet<>();
        for (Interval each : now) {
            hosts.add(each.host());
        }
        return hosts;
    }

    private static boolean active(Interval each) {
        Look look = look(each);
        return look == Look.ACTS || look == Look.SYNCS || look == Look.BELIEVES;
    }

    private List<Lane> byHost(Track track, String group, boolean everyHost) {
        Map<String, Map<String, List<Interval>>> groups = new LinkedHashMap<>();
        for (Interval each : intervals) {
            if (each.track() == track) {
                groups.computeIfAbsent(each.subject(), s -> new LinkedHashMap<>())
                        .computeIfAbsent(each.host(), h -> new ArrayList<>())
                        .add(each);
            }
        }
        List<Lane> lanes = new ArrayList<>();
        groups.forEach((subject, byHost) -> {
            List<String> labels = new ArrayList<>(byHost.keySet());
            if (everyHost) {
                for (String host : masters()) {
                    if (labels.stream().noneMatch(l -> l.equals(host) || l.startsWith(host + "/"))) {
                        labels.add(host);
                    }
                }
            }
            labels.sort(Comparator.naturalOrder());
            for (String label : labels) {
                lanes.add(new Lane(
                        subject.isEmpty() || group.equals("quorum") ? group : group + subject,
                        label,
                        segments(byHost.getOrDefault(label, List.of()), host(label), track)));
            }
        });
        return lanes;
    }

    /** Hosts that take part in the cluster's votes; pictures of a cluster show each of them. */
    Set<String> masters() {
        TreeSet<String> masters = new TreeSet<>();
        for (Interval each : intervals) {
            if (each.track() == Track.QUORUM || each.track() == Track.ETCD || each.track() == Track.VIP) {
                masters.add(each.host());
            }
        }
        return masters;
    }

    private static String host(String label) {
        int slash = label.indexOf('/');
        return slash < 0 ? label : label.substring(0, slash);
    }

    private List<Segment> segments(List<Interval> own, String host, Track track) {
        List<Segment> segments = new ArrayList<>();
        for (Interval each : own) {
            add(segments, each.from(), each.to(), look(each), words(each));
        }
        if (track != Track.HOST && track != Track.API) {
            for (Interval each : intervals) {
                if (each.track() == Track.HOST
                        && each.host().equals(host)
                        && !each.state().equals("up")) {
                    if (!each.state().equals("frozen") || track == Track.QUORUM || track == Track.ETCD) {
                        add(segments, each.from(), each.to(), look(each), each.state());
                    }
                }
            }
        }
        segments.sort(Comparator.comparing(Segment::from).thenComparing(Segment::look));
        return segments;
    }

    private void add(List<Segment> segments, SimTime from, SimTime to, Look look, String words) {
        SimTime first = from.isBefore(SimTime.ZERO) ? SimTime.ZERO : from;
        SimTime last = to.isAfter(end) ? end : to;
        if (first.isBefore(last)) {
            segments.add(new Segment(first, last, look, words));
        }
    }

    private static String words(Interval each) {
        return switch (each.track()) {
            case ACTING ->
                switch (each.state()) {
                    case "acting" -> "leader";
                    case "syncing" -> "syncs";
                    default -> each.state();
                };
            case VIP -> each.state().equals("holds") ? "VIP" : each.state();
            case ETCD ->
                each.state().startsWith("leader@")
                        ? "leader, term " + each.state().substring(7)
                        : each.state().replace("@", ", term ");
            default -> each.state();
        };
    }

    /** How an interval looks. */
    static Look look(Interval each) {
        String state = each.state();
        return switch (each.track()) {
            case ACTING ->
                switch (state) {
                    case "acting" -> Look.ACTS;
                    case "syncing" -> Look.SYNCS;
                    case "believes" -> Look.BELIEVES;
                    case "paused" -> Look.PAUSED;
                    default -> Look.FROZEN;
                };
            case VIP -> state.equals("holds") ? Look.ACTS : Look.FROZEN;
            case QUORUM -> state.equals("quorate") ? Look.ACTS : Look.WARNING;
            case RESOURCE ->
                switch (state) {
                    case "started" -> Look.ACTS;
                    case "starting", "stopping" -> Look.CHANGING;
                    default -> Look.WARNING;
                };
            case ETCD ->
                state.startsWith("leader@") ? Look.ACTS : state.startsWith("follower@") ? Look.QUIET : Look.CHANGING;
            case API -> state.equals("reachable") ? Look.ACTS : Look.WARNING;
            case HOST ->
                switch (state) {
                    case "up" -> Look.ACTS;
                    case "booting" -> Look.CHANGING;
                    case "frozen" -> Look.FROZEN;
                    case "fenced" -> Look.FENCED;
                    default -> Look.DOWN;
                };
            default -> Look.QUIET;
        };
    }
}
