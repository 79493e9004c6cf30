package dev.quorate.model.corosync.qdevice;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.CorosyncIpc.DevicePoll;
import dev.quorate.model.corosync.CorosyncIpc.DeviceRegister;
import dev.quorate.model.corosync.CorosyncIpc.DeviceRing;
import dev.quorate.model.corosync.votequorum.DeviceSettings;
import dev.quorate.trace.EventId;
import dev.quorate.trace.MembershipEvent.DeviceVoteChanged;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * corosync-qdevice of one node (kind {@code corosync-qdevice}), model net: asks qnetd on each new ring and polls
 * votequorum with the answer.
 *
 * <p>Without qnetd it casts no vote. Intervals are shares of {@code quorum.device.timeout} (corosync-qdevice(8)).
 */
public final class Qdevice implements Machine {

    private static final Timer POLL = Timer.of("cast-vote");
    private static final Timer ECHO = Timer.of("echo");
    private static final Timer RECONNECT = Timer.of("reconnect");

    private final DeviceSettings settings;
    private final int configured;
    private int nodeId;
    private @Nullable DeviceRing ring;
    private @Nullable ConnectionId connection;
    private boolean connected;
    private boolean cast;
    private boolean waiting;
    private int asked;
    private int answered;

    /**
     * A device of a cluster.
     *
     * @param configured how many nodes the nodelist has
     */
    public Qdevice(DeviceSettings settings, int configured) {
        this.settings = settings;
        this.configured = configured;
    }

    @Override
    public void onStart(Effects effects) {
        effects.tell("corosync", new DeviceRegister());
        connect(effects);
        effects.setTimer(POLL, pollInterval());
    }

    private Duration pollInterval() {
        return settings.timeout().dividedBy(2);
    }

    private Duration echoInterval() {
        return settings.timeout().multipliedBy(8).dividedBy(10);
    }

    private void connect(Effects effects) {
        connection = effects.connect(new Endpoint(settings.host(), Qnetd.PORT));
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        switch (timer.name()) {
            case "cast-vote" -> {
                poll(effects);
                effects.setTimer(POLL, pollInterval());
            }
            case "echo" -> onEchoTimer(effects);
            case "reconnect" -> connect(effects);
            default -> throw new IllegalStateException("no such timer: " + timer);
        }
    }

    private void onEchoTimer(Effects effects) {
        if (connection == null) {
            return;
        }
        if (answered < asked) {
            effects.close(connection);
            lost(effects);
            return;
        }
        effects.send(connection, new QdeviceMessage.EchoRequest(++asked));
        effects.setTimer(ECHO, echoInterval());
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof DeviceRing known) {
            ring = known;
            nodeId = known.nodeId();
            report(effects);
            if (!connected) {
                poll(effects);
            }
        }
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        effects.exit(1);
    }

    private void report(Effects effects) {
        if (connected && connection != null && ring != null) {
            waiting = true;
            effects.send(connection, new QdeviceMessage.Membership(nodeId, ring.ringId(), ring.members(), configured));
        }
    }

    @Override
    public void onConnected(ConnectionId id, Effects effects) {
        connected = true;
        asked = 0;
        answered = 0;
        effects.setTimer(ECHO, echoInterval());
        report(effects);
    }

    @Override
    public void onReceived(ConnectionId id, Message message, Effects effects) {
        if (message instanceof QdeviceMessage.EchoReply reply) {
            answered = reply.number();
        } else if (message instanceof QdeviceMessage.Vote vote
                && ring != null
                && vote.ringId().equals(ring.ringId())) {
            waiting = false;
            change(vote.cast(), effects);
            effects.send(id, new QdeviceMessage.VoteHeard(vote.ringId()));
            poll(effects);
        }
    }

    @Override
    public void onDisconnected(ConnectionId id, ConnectionError error, Effects effects) {
        if (id.equals(connection)) {
            lost(effects);
        }
    }

    private void lost(Effects effects) {
        connection = null;
        connected = false;
        waiting = false;
        effects.cancelTimer(ECHO);
        change(false, effects);
        poll(effects);
        // up to nine tenths of the poll interval, so that not all come back at once
        Duration most = pollInterval().multipliedBy(9).dividedBy(10);
        effects.setTimer(RECONNECT, effects.random("reconnect").uniform(Duration.ofMillis(1), most));
    }

    private void change(boolean vote, Effects effects) {
        if (vote != cast) {
            cast = vote;
            effects.recordBecause(
                    new DeviceVoteChanged(vote), List.of("cluster.corosync.quorum.device.model"), new EventId[0]);
        }
    }

    private void poll(Effects effects) {
        if (ring != null && !waiting) {
            effects.tell("corosync", new DevicePoll(ring.ringId(), cast));
        }
    }
}
