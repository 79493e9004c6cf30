package dev.quorate.simulation.network;

import dev.quorate.scenario.fault.NetworkRule;
import dev.quorate.simulation.engine.Driver;
import dev.quorate.simulation.recording.Recorder;
import dev.quorate.trace.EventId;
import dev.quorate.trace.NetworkEvent.LinksCut;
import dev.quorate.trace.NetworkEvent.LinksHealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The network as an actor: its control plane, and the parent of the VIPs' actors. */
public final class NetworkActor extends AbstractBehavior<NetworkCommand> {

    private final Network network;
    private final Recorder recorder;
    private final Driver driver;
    private final Map<String, ActorRef<NetworkCommand.VipChanged>> vips = new TreeMap<>();

    private NetworkActor(ActorContext<NetworkCommand> context, Network network, Recorder recorder, Driver driver) {
        super(context);
        this.network = network;
        this.recorder = recorder;
        this.driver = driver;
        for (String vip : network.vips()) {
            vips.put(vip, context.spawn(VipActor.create(vip, network, recorder), "vip-" + vip));
        }
    }

    public static Behavior<NetworkCommand> create(Network network, Recorder recorder, Driver driver) {
        return Behaviors.setup(context -> new NetworkActor(context, network, recorder, driver));
    }

    @Override
    public Receive<NetworkCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(NetworkCommand.VipChanged.class, this::onVipChanged)
                .onMessage(NetworkCommand.AddRules.class, this::onAddRules)
                .onMessage(NetworkCommand.RemoveRules.class, this::onRemoveRules)
                .onMessage(NetworkCommand.AnnouncementsHeard.class, this::onAnnouncementsHeard)
                .build();
    }

    private Behavior<NetworkCommand> onVipChanged(NetworkCommand.VipChanged change) {
        ActorRef<NetworkCommand.VipChanged> vip = vips.get(change.vip());
        if (vip != null) {
            vip.tell(change);
        }
        return this;
    }

    private Behavior<NetworkCommand> onAddRules(NetworkCommand.AddRules command) {
        Map<String, List<Link>> cut = new TreeMap<>();
        for (NetworkRule rule : command.rules()) {
            Link link = network.linkOf(rule);
            boolean was = link.isCut();
            link.add(command.owner(), rule);
            if (link.isCut() && !was) {
                cut.computeIfAbsent(link.network(), n -> new ArrayList<>()).add(link);
            } else if (!rule.isCut() && !command.causes().isEmpty()) {
                begin(link, command.owner(), command.causes().get(0));
            }
        }
        cut.forEach((name, links) -> recorder.within(command.causes(), () -> {
            EventId event = recorder.record("", "", new LinksCut(name, names(links)));
            links.forEach(link -> begin(link, "cut", event));
        }));
        return this;
    }

    private Behavior<NetworkCommand> onRemoveRules(NetworkCommand.RemoveRules command) {
        Map<String, List<Link>> healed = new TreeMap<>();
        for (Link link : network.everyLink()) {
            boolean was = link.isCut();
            if (command.owner().isEmpty()) {
                link.removeAll();
                recorder.silences().end(key -> key.startsWith(prefix(link)), driver.nowMicros());
            } else if (link.remove(command.owner())) {
                recorder.silences().end(prefix(link) + command.owner(), driver.nowMicros());
            }
            if (was && !link.isCut()) {
                recorder.silences().end(prefix(link) + "cut", driver.nowMicros());
                healed.computeIfAbsent(link.network(), n -> new ArrayList<>()).add(link);
            }
        }
        healed.forEach((name, links) ->
                recorder.within(command.causes(), () -> recorder.record("", "", new LinksHealed(name, names(links)))));
        return this;
    }

    private void begin(Link link, String what, EventId cause) {
        recorder.silences().begin(prefix(link) + what, cause, link.from(), link.to(), driver.nowMicros());
    }

    private Behavior<NetworkCommand> onAnnouncementsHeard(NetworkCommand.AnnouncementsHeard command) {
        network.announcementsHeard(command.host(), command.heard());
        return this;
    }

    private static String prefix(Link link) {
        return "link/" + link.network() + "/" + link.from() + ">" + link.to() + "/";
    }

    private static List<String> names(List<Link> links) {
        return links.stream().map(link -> link.from() + ">" + link.to()).toList();
    }
}
