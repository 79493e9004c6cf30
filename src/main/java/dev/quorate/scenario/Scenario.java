package dev.quorate.scenario;

import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.fault.ScheduledFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is to be run and what is expected of it.
 *
 * @param title one line
 * @param teaches what a reader learns from it, a line each
 * @param pair the scenario to try next: a file's name without {@code .conf}
 * @param duration virtual time from time zero to the end
 * @param seed what every random stream is derived from
 * @param start warm or cold
 * @param initial who is where at a warm start
 * @param topology the machines
 * @param settings every component's settings
 * @param timeline the faults, in the order of the file
 * @param expectations what must come out
 */
public record Scenario(
        String title,
        List<String> teaches,
        Optional<String> pair,
        Duration duration,
        long seed,
        StartMode start,
        SteadyStart initial,
        Topology topology,
        ClusterSettings settings,
        List<ScheduledFault> timeline,
        List<Expectation> expectations) {

    /** The longest run that is accepted. */
    public static final Duration MAX_DURATION = Duration.ofDays(30);

    public Scenario {
        teaches = List.copyOf(teaches);
        timeline = List.copyOf(timeline);
        expectations = List.copyOf(expectations);
        if (duration.isZero() || duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException("duration must be above 0 and at most 30d, was " + duration);
        }
        TreeSet<String> ids = new TreeSet<>();
        for (ScheduledFault fault : timeline) {
            if (!ids.add(fault.id())) {
                throw new IllegalArgumentException("two faults have the id '" + fault.id() + "'");
            }
        }
    }

    /** The how-to's cluster at its defaults, without faults or expectations. */
    public static Scenario calm(String title, Duration duration, long seed) {
        return new Scenario(
                title,
                List.of(),
                Optional.empty(),
                duration,
                seed,
                StartMode.WARM,
                SteadyStart.FREE,
                Topology.threeMasters(),
                ClusterSettings.defaults(),
                List.of(),
                List.of());
    }

    public Scenario withTitle(String other) {
        return new Scenario(
                other, teaches, pair, duration, seed, start, initial, topology, settings, timeline, expectations);
    }

    public Scenario withDuration(Duration other) {
        return new Scenario(
                title, teaches, pair, other, seed, start, initial, topology, settings, timeline, expectations);
    }

    public Scenario withSeed(long other) {
        return new Scenario(
                title, teaches, pair, duration, other, start, initial, topology, settings, timeline, expectations);
    }

    public Scenario withStart(StartMode mode, SteadyStart places) {
        return new Scenario(
                title, teaches, pair, duration, seed, mode, places, topology, settings, timeline, expectations);
    }

    public Scenario withTopology(Topology other) {
        return new Scenario(
                title, teaches, pair, duration, seed, start, initial, other, settings, timeline, expectations);
    }

    public Scenario withSettings(ClusterSettings other) {
        return new Scenario(
                title, teaches, pair, duration, seed, start, initial, topology, other, timeline, expectations);
    }

    /** This scenario with another plan of faults. */
    public Scenario withTimeline(List<ScheduledFault> other) {
        return new Scenario(
                title, teaches, pair, duration, seed, start, initial, topology, settings, other, expectations);
    }

    public Scenario withExpectations(List<Expectation> other) {
        return new Scenario(title, teaches, pair, duration, seed, start, initial, topology, settings, timeline, other);
    }
}
