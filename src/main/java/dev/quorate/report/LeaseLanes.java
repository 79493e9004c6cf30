package dev.quorate.report;

import dev.quorate.report.Lane.Look;
import dev.quorate.report.Lane.Segment;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.LeaderElectionEvent.LeaseDeleted;
import dev.quorate.trace.LeaderElectionEvent.LeaseWritten;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Each lease's life in the store beside what each process believes: while it is renewed it lives, and after the last
 * renewal for its leaseDuration; then others may take it.
 *
 * <p>How long a lease lives is not in the trace: it is read from the resolved settings, and is client-go's default of
 * 15 s where they are not at hand. Candidates count it from when they saw the last renewal, by their own clocks.
 */
final class LeaseLanes {

    /** {@code LeaseDuration} of kube-scheduler and kube-controller-manager (component-base, LeaderElectionConfiguration). */
    private static final Duration DEFAULT = Duration.ofSeconds(15);

    private static final Pattern SECTION = Pattern.compile("^\\s*\"?([a-z0-9-]+)\"?\\s*\\{");
    private static final Pattern DURATION =
            Pattern.compile("^\\s*leader-elect-lease-duration\\s*=\\s*([0-9.]+)\\s*(ms|s|m)\\b");

    private LeaseLanes() {}

    /** For each lease a lane of the store, then those of the processes that acted on it; empty without leases. */
    static List<Lane> of(RunReport report) {
        Map<String, List<TraceRecord>> writes = new TreeMap<>();
        for (TraceRecord record : report.trace().records()) {
            if (record.event() instanceof LeaseWritten written) {
                writes.computeIfAbsent(ClusterState.leaseName(written.lease()), name -> new ArrayList<>())
                        .add(record);
            } else if (record.event() instanceof LeaseDeleted deleted) {
                writes.computeIfAbsent(ClusterState.leaseName(deleted.lease()), name -> new ArrayList<>())
                        .add(record);
            }
        }
        SimTime end = report.trace().end();
        Map<String, Duration> durations = durations(report.settings());
        List<Lane> believed = report.lanes().of(Lanes.Kind.LEADERS);
        List<Lane> lanes = new ArrayList<>();
        writes.forEach((lease, records) -> {
            List<Lane> own =
                    believed.stream().filter(lane -> lane.group().equals(lease)).toList();
            if (!own.isEmpty()) {
                Duration lives = durations.getOrDefault(lease, DEFAULT);
                lanes.add(new Lane(lease, "in the store", segments(records, lives, end)));
                lanes.addAll(own);
            }
        });
        return lanes;
    }

    private static List<Segment> segments(List<TraceRecord> records, Duration lives, SimTime end) {
        List<Segment> segments = new ArrayList<>();
        String holder = "";
        SimTime since = SimTime.ZERO;
        SimTime renewed = SimTime.ZERO;
        for (TraceRecord record : records) {
            String now = record.event() instanceof LeaseWritten written ? host(written.holderIdentity()) : "";
            boolean expired = record.at().isAfter(renewed.plus(lives));
            if (!now.equals(holder) || expired) {
                add(segments, holder, since, renewed.plus(lives), record.at(), end);
                holder = now;
                since = record.at();
            }
            renewed = record.at();
        }
        add(segments, holder, since, renewed.plus(lives), end, end);
        return segments;
    }

    /** From {@code since} it lived until it expired, and was nobody's until somebody wrote it at {@code to}. */
    private static void add(
            List<Segment> segments, String holder, SimTime since, SimTime expiry, SimTime to, SimTime end) {
        SimTime from = since.isBefore(SimTime.ZERO) ? SimTime.ZERO : since;
        SimTime last = to.isBefore(end) ? to : end;
        SimTime lived = expiry.isBefore(last) ? expiry : last;
        if (!holder.isEmpty() && from.isBefore(lived)) {
            segments.add(new Segment(from, lived, Look.ACTS, "held by " + holder));
        }
        SimTime free = holder.isEmpty() || lived.isBefore(from) ? from : lived;
        if (free.isBefore(last)) {
            segments.add(new Segment(free, last, Look.WARNING, holder.isEmpty() ? "free" : "expired"));
        }
    }

    private static String host(String identity) {
        int underscore = identity.indexOf('_');
        return underscore < 0 ? identity : identity.substring(0, underscore);
    }

    /** {@code leader-elect-lease-duration} by the section that it stands in. */
    static Map<String, Duration> durations(String settings) {
        Map<String, Duration> durations = new TreeMap<>();
        String section = "";
        for (String line : settings.lines().toList()) {
            Matcher begins = SECTION.matcher(line);
            Matcher duration = DURATION.matcher(line);
            if (begins.find()) {
                section = begins.group(1);
            } else if (duration.find() && !section.isEmpty()) {
                double number = Double.parseDouble(duration.group(1));
                double millis = number
                        * switch (duration.group(2)) {
                            case "ms" -> 1;
                            case "s" -> 1_000;
                            default -> 60_000;
                        };
                durations.putIfAbsent(section, Duration.ofMillis(Math.round(millis)));
            }
        }
        return durations;
    }
}
