package dev.quorate.simulation.cluster;

import dev.quorate.model.host.HostSettings;
import dev.quorate.model.host.systemd.Systemctl;
import dev.quorate.model.host.systemd.Systemd;
import dev.quorate.simulation.machines.MachineRegistry;

/** The true models: which machine each kind of process is. */
public final class StandardMachines {

    private static final MachineRegistry REGISTRY = MachineRegistry.empty()
            .with(
                    "systemd",
                    (host, spec, scenario) -> new Systemd(
                            scenario.settings().of(HostSettings.class, host).systemd()))
            .with("systemctl", (host, spec, scenario) -> new Systemctl(spec));

    private StandardMachines() {}

    public static MachineRegistry registry() {
        return REGISTRY;
    }
}
