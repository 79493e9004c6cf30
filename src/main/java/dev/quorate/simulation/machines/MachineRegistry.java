package dev.quorate.simulation.machines;

import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.scenario.Scenario;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which machine each kind of process is. Immutable: a test that plants a bug, and a user who brings an own controller,
 * replace an entry in a copy.
 */
public final class MachineRegistry {

    private final TreeMap<String, MachineFactory> factories;

    private MachineRegistry(Map<String, MachineFactory> factories) {
        this.factories = new TreeMap<>(factories);
    }

    /** No kind at all. */
    public static MachineRegistry empty() {
        return new MachineRegistry(new TreeMap<>());
    }

    /** This registry with one kind added or replaced. */
    public MachineRegistry with(String kind, MachineFactory factory) {
        MachineRegistry copy = new MachineRegistry(factories);
        copy.factories.put(kind, factory);
        return copy;
    }

    public Set<String> kinds() {
        return factories.keySet();
    }

    /** Make the machine of a process that starts. */
    public Machine create(String host, ProcessSpec spec, Scenario scenario) {
        MachineFactory factory = factories.get(spec.kind());
        if (factory == null) {
            throw new IllegalStateException("process " + spec.name() + " on " + host + " is of kind '" + spec.kind()
                    + "', which no factory makes; known: " + factories.keySet());
        }
        return factory.create(host, spec, scenario);
    }
}
