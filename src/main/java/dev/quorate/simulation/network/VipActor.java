package dev.quorate.simulation.network;

import dev.quorate.simulation.recording.Recorder;
import dev.quorate.trace.NetworkEvent.VipAcquired;
import dev.quorate.trace.NetworkEvent.VipReleased;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A VIP: knows which kernels answer for it, on no host, one, or two. */
final class VipActor extends AbstractBehavior<NetworkCommand.VipChanged> {

    private final String vip;
    private final Network network;
    private final Recorder recorder;
    private final TreeSet<String> holders = new TreeSet<>();

    private VipActor(ActorContext<NetworkCommand.VipChanged> context, String vip, Network network, Recorder recorder) {
        super(context);
        this.vip = vip;
        this.network = network;
        this.recorder = recorder;
    }

    static Behavior<NetworkCommand.VipChanged> create(String vip, Network network, Recorder recorder) {
        return Behaviors.setup(context -> new VipActor(context, vip, network, recorder));
    }

    @Override
    public Receive<NetworkCommand.VipChanged> createReceive() {
        return newReceiveBuilder()
                .onMessage(NetworkCommand.VipChanged.class, this::onVipChanged)
                .build();
    }

    private Behavior<NetworkCommand.VipChanged> onVipChanged(NetworkCommand.VipChanged change) {
        boolean changed = change.held() ? holders.add(change.host()) : holders.remove(change.host());
        if (changed) {
            recorder.within(change.causes(), () -> {
                if (change.held()) {
                    network.holds(change.host(), vip, recorder.record(change.host(), "", new VipAcquired(vip)));
                } else {
                    recorder.record(change.host(), "", new VipReleased(vip, change.reason()));
                }
            });
        }
        return this;
    }
}
