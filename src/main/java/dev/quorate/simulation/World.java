package dev.quorate.simulation;

import dev.quorate.model.Machine;
import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.net.NetworkSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.Vip;
import dev.quorate.simulation.engine.Driver;
import dev.quorate.simulation.host.HostCommand;
import dev.quorate.simulation.host.HostSpec;
import dev.quorate.simulation.host.HostedProcess;
import dev.quorate.simulation.host.SimHost;
import dev.quorate.simulation.machines.MachineRegistry;
import dev.quorate.simulation.network.Network;
import dev.quorate.simulation.network.NetworkCommand;
import dev.quorate.simulation.recording.Recorder;
import dev.quorate.time.RandomStreams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Everything of one run: the network, the hosts, and the doors to their actors. */
final class World implements SimHost.Surroundings {

    private final Scenario scenario;
    private final MachineRegistry registry;
    private final Driver driver;
    private final Recorder recorder;
    private final RandomStreams streams;
    private final Network network;
    private final Map<String, SimHost> hosts = new LinkedHashMap<>();
    private final Map<String, ActorRef<HostCommand>> hostActors = new LinkedHashMap<>();
    private @Nullable ActorRef<NetworkCommand> networkActor;

    World(
            Scenario scenario,
            MachineRegistry registry,
            List<HostSpec> specs,
            Driver driver,
            Recorder recorder,
            RandomStreams streams) {
        this.scenario = scenario;
        this.registry = registry;
        this.driver = driver;
        this.recorder = recorder;
        this.streams = streams;
        NetworkSettings settings = scenario.settings().of(NetworkSettings.class);
        this.network = new Network(driver, recorder, streams, settings);
        network.network(Topology.CLUSTER, settings.cluster());
        network.network(Topology.SERVICE, settings.service());
        for (Vip vip : scenario.topology().vips()) {
            network.vip(vip.address());
        }
        for (HostSpec spec : specs) {
            hosts.put(spec.name(), new SimHost(spec, this, driver, recorder, network, streams));
        }
    }

    Scenario scenario() {
        return scenario;
    }

    Driver driver() {
        return driver;
    }

    Recorder recorder() {
        return recorder;
    }

    RandomStreams streams() {
        return streams;
    }

    Network network() {
        return network;
    }

    List<SimHost> hosts() {
        return List.copyOf(hosts.values());
    }

    SimHost host(String name) {
        SimHost host = hosts.get(name);
        if (host == null) {
            throw new IllegalStateException("no host " + name + " among " + hosts.keySet());
        }
        return host;
    }

    void actors(ActorRef<NetworkCommand> ofNetwork, Map<String, ActorRef<HostCommand>> ofHosts) {
        networkActor = ofNetwork;
        hostActors.putAll(ofHosts);
    }

    void tellHost(String name, HostCommand command) {
        ActorRef<HostCommand> actor = hostActors.get(name);
        if (actor == null) {
            throw new IllegalStateException("no host " + name + " among " + hostActors.keySet());
        }
        actor.tell(command);
    }

    /** The process that took the most inputs, for the message of a budget. */
    String mostActive() {
        String name = "nobody";
        long most = -1;
        for (SimHost host : hosts.values()) {
            for (HostedProcess process : host.processes()) {
                if (process.inputCount() > most) {
                    most = process.inputCount();
                    name = process.name() + " on " + host.name() + " (" + most + " inputs, last " + process.lastInput()
                            + ")";
                }
            }
        }
        return name;
    }

    /** No process takes another input: the run is over, or broke. */
    void stop() {
        hosts.values().forEach(SimHost::stop);
    }

    /** Every process of every host. */
    List<HostedProcess> processes() {
        List<HostedProcess> all = new ArrayList<>();
        hosts.values().forEach(host -> all.addAll(host.processes()));
        return all;
    }

    @Override
    public Machine machine(String host, ProcessSpec spec) {
        return registry.create(host, spec, scenario);
    }

    @Override
    public void power(String by, String target, PowerAction action) {
        if (by.equals(target)) {
            throw new IllegalStateException("host " + by + " cannot switch its own power while it runs");
        }
        host(target).power(action);
    }

    @Override
    public boolean isPowered(String target) {
        return host(target).isPowered();
    }

    @Override
    public void tellNetwork(NetworkCommand command) {
        if (networkActor == null) {
            throw new IllegalStateException("the network's actor does not run yet");
        }
        networkActor.tell(command);
    }
}
