package dev.quorate.experiment;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Timer;
import dev.quorate.model.host.HostSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.simulation.RunningSimulation;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.Budget;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.simulation.host.HostSpec;
import dev.quorate.simulation.machines.MachineRegistry;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * How fast the engine is on this machine: events a second through the hosting actor with empty machines, beside a bare
 * {@link PriorityQueue} loop of the same queue length; and a whole cluster's simulated time over wall time.
 */
public final class EngineBenchmark {

    private static final int HOSTS = 20;
    private static final int TIMERS = 50;

    /** Delays that keep the queue's order busy: a fixed table, the same for both loops. */
    private static final Duration[] DELAYS = new Duration[64];

    static {
        long x = 88_172_645_463_325_252L;
        for (int i = 0; i < DELAYS.length; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            DELAYS[i] = SimTime.span(1_000 + Math.floorMod(x, 9_000));
        }
    }

    /**
     * A measured rate.
     *
     * @param count what was done
     * @param seconds the wall time it took
     */
    public record Rate(long count, double seconds) {
        public double perSecond() {
            return count / seconds;
        }
    }

    private EngineBenchmark() {}

    /** A machine that does nothing but set its timers anew. */
    private static final class Idle implements Machine {
        private int next;

        @Override
        public void onStart(Effects effects) {
            for (int i = 0; i < TIMERS; i++) {
                effects.setTimer(Timer.of("tick", i), DELAYS[i]);
            }
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            effects.setTimer(timer, DELAYS[next++ & 63]);
        }
    }

    /** Events a second through the hosting actor, measured for about that long. */
    public static Rate hostingActor(DrivenSystem system, Duration wall) {
        List<HostSpec> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(new HostSpec(
                    "host" + i,
                    Collections.singletonMap(Topology.SERVICE, "192.168.15." + (1 + i)),
                    ProcessSpec.of("idle"),
                    new TreeMap<>(),
                    Settings.defaults(HostSettings.class)));
        }
        Simulation simulation = Simulation.of(Scenario.calm("benchmark", Duration.ofDays(1), 1))
                .hosts(hosts)
                .machines(MachineRegistry.empty().with("idle", (host, spec, scenario) -> new Idle()))
                .budget(Budget.UNLIMITED);
        try (RunningSimulation running = simulation.start(system, record -> {})) {
            long before = running.eventCount();
            long begin = System.nanoTime();
            long end = begin + wall.toNanos();
            for (int second = 1; System.nanoTime() < end; second++) {
                running.runUntil(SimTime.ofMillis(200L * second));
            }
            return new Rate(running.eventCount() - before, (System.nanoTime() - begin) / 1e9);
        }
    }

    private record Event(long micros, long sequence, int timer) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return micros != other.micros ? Long.compare(micros, other.micros) : Long.compare(sequence, other.sequence);
        }
    }

    /** Events a second of a bare loop over a {@link PriorityQueue} as long as the actors' queue. */
    public static Rate bareLoop(Duration wall) {
        PriorityQueue<Event> queue = new PriorityQueue<>();
        long sequence = 0;
        for (int i = 0; i < HOSTS * TIMERS; i++) {
            queue.add(new Event(SimTime.micros(DELAYS[i & 63]), sequence++, i));
        }
        int[] next = new int[HOSTS * TIMERS];
        long begin = System.nanoTime();
        long end = begin + wall.toNanos();
        long count = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 100_000; i++) {
                Event due = queue.poll();
                if (due == null) {
                    throw new IllegalStateException("the queue ran dry");
                }
                long delay = SimTime.micros(DELAYS[next[due.timer()]++ & 63]);
                queue.add(new Event(due.micros() + delay, sequence++, due.timer()));
                count++;
            }
        }
        return new Rate(count, (System.nanoTime() - begin) / 1e9);
    }

    /**
     * Simulated seconds of a calm cluster at full protocol fidelity, every verdict and metric on.
     *
     * @param cluster a scenario; its timeline is left out
     */
    public static Rate cluster(DrivenSystem system, Scenario cluster, Duration wall) {
        Scenario calm =
                cluster.withTimeline(List.of()).withExpectations(List.of()).withDuration(Duration.ofDays(1));
        Simulation simulation = Simulation.of(calm);
        Replication replication = Replication.of(simulation);
        try (RunningSimulation running = simulation.start(system, replication.sink()::accept)) {
            long begin = System.nanoTime();
            long end = begin + wall.toNanos();
            long seconds = 0;
            while (System.nanoTime() < end && seconds < Duration.ofDays(1).toSeconds()) {
                seconds += 30;
                running.runUntil(SimTime.ofSeconds(seconds));
            }
            return new Rate(seconds, (System.nanoTime() - begin) / 1e9);
        }
    }

    /** Events and records per simulated second of the same calm cluster: what its protocols cost. */
    public static double eventsPerSimulatedSecond(DrivenSystem system, Scenario cluster) {
        Scenario calm =
                cluster.withTimeline(List.of()).withExpectations(List.of()).withDuration(Duration.ofHours(1));
        try (RunningSimulation running = Simulation.of(calm).start(system, record -> {})) {
            long before = running.eventCount();
            running.runUntil(SimTime.ofSeconds(600));
            return (running.eventCount() - before) / 600.0;
        }
    }
}
