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
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * How fast this machine simulates: on one thread, by that thread's CPU time, so that what else runs here counts little.
 */
public final class Benchmark {

    /** How many machines wait at once in the comparison of loops. */
    private static final int HOSTS = 80;

    private static final long NANOS_A_SECOND = 1_000_000_000L;

    /**
     * So much work in so much time.
     *
     * @param amount events, or simulated seconds
     * @param cpuNanos the thread's CPU time
     * @param wallNanos the wall's
     */
    public record Speed(double amount, long cpuNanos, long wallNanos) {

        public double perCpuSecond() {
            return amount * NANOS_A_SECOND / Math.max(1, cpuNanos);
        }

        public double perWallSecond() {
            return amount * NANOS_A_SECOND / Math.max(1, wallNanos);
        }
    }

    /** A machine that does nothing but set its timer anew. */
    private static final class Idle implements Machine {
        private static final Timer TIMER = Timer.of("next");

        @Override
        public void onStart(Effects effects) {
            onTimer(TIMER, effects);
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            effects.setTimer(TIMER, effects.random("next").uniform(Duration.ofMillis(1), Duration.ofMillis(2)));
        }
    }

    /** One round of work, answering how much it did; its preparation is not measured. */
    private interface Round {
        Speed measure();
    }

    private static final class Clock {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final long cpu = threads.getCurrentThreadCpuTime();
        private final long wall = System.nanoTime();

        Speed stop(double amount) {
            return new Speed(amount, threads.getCurrentThreadCpuTime() - cpu, System.nanoTime() - wall);
        }

        /** By the thread's own time: on a busy machine the JIT compiler needs its share, too. */
        boolean isBefore(Duration span) {
            return threads.getCurrentThreadCpuTime() - cpu < span.toNanos();
        }
    }

    private Benchmark() {}

    /** Events a second through actors that host machines which do nothing. */
    public static Speed hostedEvents(Duration span) {
        Simulation idle = idle();
        try (DrivenSystem system = DrivenSystem.create();
                RunningSimulation running = idle.start(system, record -> {})) {
            return steady(span, () -> {
                long before = running.eventCount();
                Clock round = new Clock();
                running.runUntil(running.now().plus(Duration.ofSeconds(5)));
                return round.stop((double) (running.eventCount() - before));
            });
        }
    }

    /** Events a second of a bare loop over a priority queue of the same length, with the same draws. */
    public static Speed bareEvents(Duration span) {
        RandomStream random = RandomStream.of(1);
        PriorityQueue<long[]> queue = new PriorityQueue<>(HOSTS, (a, b) -> Long.compare(a[0], b[0]));
        for (int i = 0; i < HOSTS; i++) {
            queue.add(new long[] {random.nextLong(1_000), i});
        }
        return steady(span, () -> {
            int events = 300_000;
            Clock round = new Clock();
            for (int i = 0; i < events; i++) {
                long[] due = queue.remove();
                due[0] += SimTime.micros(random.uniform(Duration.ofMillis(1), Duration.ofMillis(2)));
                queue.add(due);
            }
            return round.stop(events);
        });
    }

    /** Simulated seconds of a scenario from time zero on, every rule judged and every metric measured. */
    public static Speed simulated(Scenario scenario, Duration span) {
        long[] seed = {scenario.seed()};
        try (DrivenSystem system = DrivenSystem.create()) {
            return steady(span, () -> {
                Simulation simulation = Simulation.of(scenario.withSeed(seed[0]++));
                Replication replication = Replication.unhashed(simulation);
                try (RunningSimulation running = simulation.start(system, replication.sink()::accept)) {
                    Clock round = new Clock();
                    running.runToEnd();
                    replication.conclude();
                    return round.stop(running.plannedEnd().toSeconds());
                }
            });
        }
    }

    /** Rounds for that span to let the JIT compiler settle, then the sum of the rounds of another such span. */
    private static Speed steady(Duration span, Round round) {
        Clock warmUp = new Clock();
        while (warmUp.isBefore(span)) {
            round.measure();
        }
        Clock whole = new Clock();
        double amount = 0;
        long cpuNanos = 0;
        long wallNanos = 0;
        do {
            Speed each = round.measure();
            amount += each.amount();
            cpuNanos += each.cpuNanos();
            wallNanos += each.wallNanos();
        } while (whole.isBefore(span));
        return new Speed(amount, cpuNanos, wallNanos);
    }

    private static Simulation idle() {
        List<HostSpec> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(new HostSpec(
                    "host" + i,
                    Collections.singletonMap(Topology.SERVICE, "10.0.0." + (i + 1)),
                    ProcessSpec.of("idle"),
                    new TreeMap<>(),
                    Settings.defaults(HostSettings.class)));
        }
        return Simulation.of(Scenario.calm("idle machines", Duration.ofDays(1), 1))
                .hosts(hosts)
                .machines(MachineRegistry.empty().with("idle", (host, spec, scenario) -> new Idle()))
                .budget(Budget.UNLIMITED);
    }
}
