package dev.quorate.simulation;

import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.scenario.ClusterSettings;
import dev.quorate.scenario.FenceDevice;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.DiskCondition;
import dev.quorate.scenario.fault.FaultTarget;
import dev.quorate.scenario.fault.FenceCondition;
import dev.quorate.scenario.fault.NetworkRule;
import dev.quorate.scenario.fault.ProcessCondition;
import dev.quorate.simulation.cluster.FenceConditions;
import dev.quorate.simulation.host.GracefulReboot;
import dev.quorate.simulation.host.HostCommand;
import dev.quorate.simulation.host.HostedProcess;
import dev.quorate.simulation.host.SimHost;
import dev.quorate.simulation.network.NetworkCommand;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The world as a fault may touch it: each operation is a message to the host's or the network's actor. */
final class WorldTarget implements FaultTarget {

    private final World world;
    private final RandomStream random;

    WorldTarget(World world, RandomStream random) {
        this.world = world;
        this.random = random;
    }

    private List<EventId> causes() {
        return world.recorder().current();
    }

    private void change(String host, Consumer<SimHost> change) {
        world.tellHost(host, new HostCommand.Change(change, causes()));
    }

    @Override
    public Topology topology() {
        return world.scenario().topology();
    }

    @Override
    public ClusterSettings settings() {
        return world.scenario().settings();
    }

    @Override
    public RandomStream random() {
        return random;
    }

    /** A fence device on the node's own power feed goes down, and comes back, with it. */
    @Override
    public void power(String host, PowerAction action) {
        world.tellHost(host, new HostCommand.Power(action, causes()));
        topology()
                .fenceDeviceOf(host)
                .filter(FenceDevice::sharesPower)
                .ifPresent(device -> world.tellHost(device.name(), new HostCommand.Power(action, causes())));
    }

    @Override
    public boolean isPowered(String host) {
        return world.isPowered(host);
    }

    @Override
    public void freeze(String host, boolean clockJumps) {
        world.tellHost(host, new HostCommand.Freeze(true, clockJumps, causes()));
    }

    @Override
    public void thaw(String host) {
        world.tellHost(host, new HostCommand.Freeze(false, false, causes()));
    }

    @Override
    public void stepClock(String host, Duration step) {
        world.tellHost(host, new HostCommand.StepClock(SimTime.micros(step), causes()));
    }

    @Override
    public void clockRate(String host, long ratePpm) {
        world.tellHost(host, new HostCommand.ClockRate(ratePpm, causes()));
    }

    @Override
    public void cpuSlowness(String host, double factor) {
        change(host, h -> h.cpuSlowness(factor));
    }

    @Override
    public void disk(String host, DiskCondition condition) {
        change(host, h -> h.diskCondition(condition));
    }

    @Override
    public void watchdogWorks(String host, boolean works) {
        change(host, h -> h.watchdogWorks(works));
    }

    @Override
    public boolean signal(String host, String process, Signal signal) {
        boolean there = world.host(host).process(process) != null;
        world.tellHost(host, new HostCommand.Kill(process, signal, causes()));
        return there;
    }

    @Override
    public boolean spawn(String host, ProcessSpec spec) {
        boolean free = world.host(host).process(spec.name()) == null;
        world.tellHost(host, new HostCommand.Run(spec, causes()));
        return free;
    }

    @Override
    public void systemctl(String host, String verb, String unit) {
        if (verb.equals("reboot")) {
            change(host, GracefulReboot::begin);
            return;
        }
        String command = unit.isEmpty() ? verb : verb + " " + unit;
        Map<String, String> arguments = new TreeMap<>();
        arguments.put("command", command);
        String name = "systemctl-" + world.host(host).nextToolNumber();
        world.tellHost(host, new HostCommand.Run(new ProcessSpec(name, "systemctl", arguments), causes()));
    }

    @Override
    public void processCondition(String host, String process, ProcessCondition condition) {
        change(host, h -> h.processCondition(process, condition));
    }

    @Override
    public List<String> processes(String host) {
        return world.host(host).processes().stream().map(HostedProcess::name).toList();
    }

    @Override
    public Optional<Object> file(String host, String path) {
        return world.host(host).file(path);
    }

    @Override
    public void writeFile(String host, String path, Object content) {
        change(host, h -> h.writeFile(path, content));
    }

    @Override
    public void deleteFile(String host, String path) {
        change(host, h -> h.deleteFile(path));
    }

    @Override
    public void addAddress(String host, String address) {
        change(host, h -> {
            h.addAddress(address);
            h.announce(address);
        });
    }

    @Override
    public void removeAddress(String host, String address) {
        change(host, h -> h.removeAddress(address, "removed by hand"));
    }

    @Override
    public void addRules(String owner, List<NetworkRule> rules) {
        world.tellNetwork(new NetworkCommand.AddRules(owner, rules, causes()));
    }

    @Override
    public void removeRules(String owner) {
        world.tellNetwork(new NetworkCommand.RemoveRules(owner, causes()));
    }

    @Override
    public void removeAllRules() {
        world.tellNetwork(new NetworkCommand.RemoveRules("", causes()));
    }

    @Override
    public void announcementsHeard(String host, boolean heard) {
        world.tellNetwork(new NetworkCommand.AnnouncementsHeard(host, heard, causes()));
    }

    @Override
    public void fenceDevice(String device, FenceCondition condition) {
        String node = topology().fenceDevices().stream()
                .filter(known -> known.name().equals(device))
                .map(FenceDevice::node)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no fence device " + device));
        change(device, host -> FenceConditions.apply(condition, node, host));
    }
}
