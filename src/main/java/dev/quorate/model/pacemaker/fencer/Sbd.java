package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.CorosyncIpc;
import java.time.Duration;

/**
 * {@code sbd} without disks: feeds the watchdog while this node is part of a quorate cluster and its controller runs.
 *
 * <p>It starts to judge once it has seen the node healthy (sbd-inquisitor.c); before that it feeds.
 */
public final class Sbd implements Machine {

    private static final String WATCHDOG = "watchdog";
    private static final Duration LOOP = Duration.ofSeconds(1); // timeout_loop

    private boolean quorate;
    private boolean corosyncThere = true;
    private boolean seenHealthy;

    private Sbd() {}

    /** It has no arguments. */
    public static Sbd create(ProcessSpec spec) {
        return new Sbd();
    }

    @Override
    public void onStart(Effects effects) {
        effects.tell("corosync", new CorosyncIpc.QuorumTrackStart());
        loop(effects);
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof CorosyncIpc.QuorumNotification notification) {
            quorate = notification.quorate();
            corosyncThere = true;
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        loop(effects);
    }

    private void loop(Effects effects) {
        boolean healthy = corosyncThere && quorate && effects.kernel().isRunning("pacemaker-controld");
        seenHealthy |= healthy;
        if (healthy || !seenHealthy) {
            effects.tell(WATCHDOG, new WatchdogMessage());
        }
        effects.setTimer(Timer.of("loop"), LOOP);
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        if (peer.equals("corosync")) {
            corosyncThere = false;
        }
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        effects.exit(0);
    }
}
