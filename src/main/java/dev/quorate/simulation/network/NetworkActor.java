package dev.quorate.simulation.network;

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
            vips.put(vip, context.spawn(VipActor.create(vip, recorder), "vip-" + vip));
        }
    }

    public static Behavior<NetworkCommand> create(Network network, Recorder recorder, Driver driver) {
        return Behaviors.setup(context -> new NetworkActor(context, network, recorder, driver));
    }

    @Override
    public Receive<NetworkCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(NetworkCommand.VipChanged.class, this::onVipChanged)
                .onMessage(NetworkCommand.Cut.class, this::onCut)
                .onMessage(NetworkCommand.Heal.class, this::onHeal)
                .onMessage(NetworkCommand.HealAll.class, this::onHealAll)
                .onMessage(NetworkCommand.Degrade.class, this::onDegrade)
                .onMessage(NetworkCommand.SilenceAnnouncements.class, this::onSilenceAnnouncements)
                .build();
    }

    private Behavior<NetworkCommand> onVipChanged(NetworkCommand.VipChanged change) {
        ActorRef<NetworkCommand.VipChanged> vip = vips.get(change.vip());
        if (vip != null) {
            vip.tell(change);
        }
        return this;
    }

    private Behavior<NetworkCommand> onCut(NetworkCommand.Cut cut) {
        Map<String, List<Link>> changed = new TreeMap<>();
        network.eachLink(cut.networks(), cut.from(), cut.to(), link -> {
            boolean was = link.isCut();
            link.cut(true);
            if (!was) {
                changed.computeIfAbsent(link.network(), n -> new ArrayList<>()).add(link);
            }
        });
        changed.forEach((name, links) -> recorder.within(cut.causes(), () -> {
            EventId event = recorder.record("", "", new LinksCut(name, names(links)));
            links.forEach(link -> recorder.silences()
                    .begin(key(link), event, link.from(), link.to(), driver.nowMicros()));
        }));
        return this;
    }

    private Behavior<NetworkCommand> onHeal(NetworkCommand.Heal heal) {
        Map<String, List<Link>> changed = new TreeMap<>();
        network.eachLink(heal.networks(), heal.from(), heal.to(), link -> {
            boolean was = link.isCut();
            link.cut(false);
            if (was && !link.isCut()) {
                changed.computeIfAbsent(link.network(), n -> new ArrayList<>()).add(link);
            }
        });
        changed.forEach((name, links) -> {
            recorder.within(heal.causes(), () -> recorder.record("", "", new LinksHealed(name, names(links))));
            links.forEach(link -> recorder.silences().end(key(link), driver.nowMicros()));
        });
        return this;
    }

    private Behavior<NetworkCommand> onHealAll(NetworkCommand.HealAll heal) {
        network.restore()
                .forEach((name, links) -> recorder.within(
                        heal.causes(), () -> recorder.record("", "", new LinksHealed(name, links))));
        recorder.silences().end(key -> key.startsWith("link/"), driver.nowMicros());
        return this;
    }

    private Behavior<NetworkCommand> onDegrade(NetworkCommand.Degrade degrade) {
        boolean worse = degrade.loss() > 0 || degrade.extraMicros() > 0 || degrade.jitterMicros() > 0;
        network.eachLink(degrade.networks(), degrade.from(), degrade.to(), link -> {
            link.degrade(degrade.loss(), degrade.duplicates(), degrade.extraMicros(), degrade.jitterMicros());
            if (worse && !degrade.causes().isEmpty()) {
                recorder.silences()
                        .begin(
                                key(link) + "/degraded",
                                degrade.causes().get(0),
                                link.from(),
                                link.to(),
                                driver.nowMicros());
            } else {
                recorder.silences().end(key(link) + "/degraded", driver.nowMicros());
            }
        });
        return this;
    }

    private Behavior<NetworkCommand> onSilenceAnnouncements(NetworkCommand.SilenceAnnouncements command) {
        network.silenceAnnouncements(command.host(), command.silent());
        return this;
    }

    private static String key(Link link) {
        return "link/" + link.network() + "/" + link.from() + ">" + link.to();
    }

    private static List<String> names(List<Link> links) {
        return links.stream().map(link -> link.from() + ">" + link.to()).toList();
    }
}
