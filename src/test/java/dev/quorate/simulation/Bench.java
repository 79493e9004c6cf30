package dev.quorate.simulation;

import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.host.HostSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.StartMode;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.simulation.engine.Budget;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.simulation.host.HostSpec;
import dev.quorate.simulation.machines.MachineRegistry;
import dev.quorate.time.SimTime;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A world of bare hosts, each of which runs one machine as its init, for tests of the engine itself. */
final class Bench {

    static final Duration DURATION = Duration.ofMinutes(20);

    private final List<HostSpec> hosts = new ArrayList<>();
    private final List<ScheduledFault> timeline = new ArrayList<>();
    private final List<TraceRecord> trace = new ArrayList<>();
    private MachineRegistry registry = MachineRegistry.empty();
    private Topology topology = Topology.of(3, 0);
    private long seed = 1;

    Bench seed(long value) {
        seed = value;
        return this;
    }

    Bench topology(Topology other) {
        topology = other;
        return this;
    }

    /** A host with an address on the service network whose init is of that kind. */
    Bench host(String name, String address, String kind) {
        hosts.add(new HostSpec(
                name,
                Map.of(Topology.SERVICE, address),
                ProcessSpec.of(kind),
                new TreeMap<>(),
                Settings.defaults(HostSettings.class)));
        return this;
    }

    Bench kind(String kind, Supplier<? extends Machine> machine) {
        registry = registry.with(kind, (host, spec, scenario) -> machine.get());
        return this;
    }

    Bench fault(ScheduledFault fault) {
        timeline.add(fault);
        return this;
    }

    List<TraceRecord> trace() {
        return trace;
    }

    /** Boot everything at once and stand at time zero of a warm start. */
    RunningSimulation start(DrivenSystem system) {
        return start(system, Budget.DEFAULT);
    }

    RunningSimulation start(DrivenSystem system, Budget budget) {
        Scenario scenario = Scenario.calm("bench", DURATION, seed)
                .withTopology(topology)
                .withStart(StartMode.WARM, SteadyStart.FREE)
                .withTimeline(timeline);
        return Simulation.of(scenario)
                .hosts(hosts)
                .machines(registry)
                .budget(budget)
                .start(system, trace::add);
    }

    /** The trace from time zero on, a line each. */
    String lines() {
        StringBuilder text = new StringBuilder();
        for (TraceRecord record : trace) {
            if (!record.at().isBefore(SimTime.ZERO)) {
                text.append(record.at())
                        .append(' ')
                        .append(record.host())
                        .append(record.component().isEmpty() ? "" : "/" + record.component())
                        .append(' ')
                        .append(record.event().describe())
                        .append(record.causes().isEmpty() ? "" : " because of " + record.causes())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
