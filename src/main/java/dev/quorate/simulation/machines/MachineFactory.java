package dev.quorate.simulation.machines;

import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.scenario.Scenario;

/** Makes the machine of a process that starts. */
@FunctionalInterface
public interface MachineFactory {

    /**
     * Make a new machine: one for each incarnation.
     *
     * @param host where it runs
     * @param spec its name and arguments
     * @param scenario its cluster's topology and settings
     */
    Machine create(String host, ProcessSpec spec, Scenario scenario);
}
