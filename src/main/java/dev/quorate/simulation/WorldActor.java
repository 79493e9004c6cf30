package dev.quorate.simulation;

import dev.quorate.simulation.host.HostActor;
import dev.quorate.simulation.host.HostCommand;
import dev.quorate.simulation.host.SimHost;
import dev.quorate.simulation.network.NetworkActor;
import dev.quorate.simulation.network.NetworkCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The root actor of a run: parent of the network, the hosts and the fault injector. */
final class WorldActor {

    private WorldActor() {}

    static Behavior<FaultInjector.Command> create(World world, FaultInjector injector) {
        return Behaviors.setup(context -> {
            ActorRef<NetworkCommand> network =
                    context.spawn(NetworkActor.create(world.network(), world.recorder(), world.driver()), "network");
            Map<String, ActorRef<HostCommand>> hosts = new LinkedHashMap<>();
            for (SimHost host : world.hosts()) {
                hosts.put(host.name(), context.spawn(HostActor.create(host), "host-" + host.name()));
            }
            world.actors(network, hosts);
            ActorRef<FaultInjector.Command> faults = context.spawn(injector.behavior(), "faults");
            return Behaviors.receiveMessage(command -> {
                faults.tell(command);
                return Behaviors.same();
            });
        });
    }
}
