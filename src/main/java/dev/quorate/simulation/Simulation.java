package dev.quorate.simulation;

import dev.quorate.scenario.Scenario;
import dev.quorate.simulation.cluster.ClusterBlueprint;
import dev.quorate.simulation.cluster.StandardMachines;
import dev.quorate.simulation.engine.Budget;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.simulation.host.HostSpec;
import dev.quorate.simulation.machines.MachineRegistry;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scenario made ready to run: which machines it runs, within which bounds, and who hears of its events.
 *
 * <p>A run is a function of (scenario, seed), whatever system it runs in and whatever ran there before.
 */
public final class Simulation {

    private final Scenario scenario;
    private final List<HostSpec> hosts;
    private final MachineRegistry registry;
    private final Budget budget;
    private final boolean heals;
    private final @Nullable Consumer<MessageRecord> messages;

    private Simulation(
            Scenario scenario,
            List<HostSpec> hosts,
            MachineRegistry registry,
            Budget budget,
            boolean heals,
            @Nullable Consumer<MessageRecord> messages) {
        this.scenario = scenario;
        this.hosts = List.copyOf(hosts);
        this.registry = registry;
        this.budget = budget;
        this.heals = heals;
        this.messages = messages;
    }

    /** A scenario with the true models on its cluster's own hosts. */
    public static Simulation of(Scenario scenario) {
        return new Simulation(
                scenario, ClusterBlueprint.of(scenario), StandardMachines.registry(), Budget.DEFAULT, false, null);
    }

    public Simulation seed(long seed) {
        return new Simulation(scenario.withSeed(seed), hosts, registry, budget, heals, messages);
    }

    /** With other machines: a planted bug, a controller of the user's own. */
    public Simulation machines(MachineRegistry other) {
        return new Simulation(scenario, hosts, other, budget, heals, messages);
    }

    /** On other hosts than the cluster's own. */
    public Simulation hosts(List<HostSpec> others) {
        return new Simulation(scenario, others, registry, budget, heals, messages);
    }

    public Simulation budget(Budget bounds) {
        return new Simulation(scenario, hosts, registry, bounds, heals, messages);
    }

    /** Undo every fault at the end and run on until the cluster had time to recover. */
    public Simulation heals(boolean heal) {
        return new Simulation(scenario, hosts, registry, budget, heal, messages);
    }

    /** Hand every message to that consumer, from time zero on; the run's events stay the same. */
    public Simulation messages(Consumer<MessageRecord> consumer) {
        return new Simulation(scenario, hosts, registry, budget, heals, consumer);
    }

    /** Whether a run heals everything at its end. */
    public boolean isHealing() {
        return heals;
    }

    public Scenario scenario() {
        return scenario;
    }

    public MachineRegistry machines() {
        return registry;
    }

    public List<HostSpec> hosts() {
        return hosts;
    }

    /** Run it whole. */
    public void run(DrivenSystem system, Consumer<TraceRecord> sink) {
        try (RunningSimulation running = start(system, sink)) {
            running.runToEnd();
        }
    }

    /** Bring it to time zero, to be driven from there. */
    public RunningSimulation start(DrivenSystem system, Consumer<TraceRecord> sink) {
        return RunningSimulation.start(scenario, registry, hosts, budget, heals, messages, system, sink);
    }
}
