package dev.quorate.model.pacemaker.daemon;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.CorosyncIpc;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code pacemakerd}: starts the daemons, starts again what dies, and stops them in order (daemons/pacemakerd).
 *
 * <p>When it is killed the others go on without it; a new one adopts those that still run.
 */
public final class Pacemakerd implements Machine {

    /** In the order of their start; the controller last, and first to stop. */
    static final List<String> DAEMONS =
            List.of("pacemaker-based", "pacemaker-fenced", "pacemaker-execd", "pacemaker-controld");

    private static final int FATAL = 100; // CRM_EX_FATAL
    private static final int DISCONNECT = 102; // CRM_EX_DISCONNECT

    /** PCMK_PROCESS_CHECK_INTERVAL: adopted daemons are no children and must be looked for. */
    private static final Duration CHECK = Duration.ofSeconds(1);

    private final Map<String, String> arguments;
    private boolean adopted;
    private boolean stopping;
    private int exitCode;

    /**
     * Make one.
     *
     * @param arguments its own, passed on to every daemon
     */
    public Pacemakerd(Map<String, String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public void onStart(Effects effects) {
        effects.tell("corosync", new CorosyncIpc.QuorumTrackStart()); // to hear of its end
        for (String daemon : DAEMONS) {
            adopted |= !effects.kernel().spawn(new ProcessSpec(daemon, daemon, arguments));
        }
        if (adopted) {
            effects.setTimer(Timer.of("check"), CHECK);
        }
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {}

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (!stopping) {
            for (String daemon : DAEMONS) {
                effects.kernel().spawn(new ProcessSpec(daemon, daemon, arguments));
            }
            effects.setTimer(Timer.of("check"), CHECK);
        } else {
            stopNext(effects);
        }
    }

    @Override
    public void onChildExited(String process, int code, Effects effects) {
        if (stopping) {
            stopNext(effects);
        } else if (code == FATAL) {
            stopping = true; // "Shutting cluster down because a subdaemon exited fatally"
            exitCode = FATAL;
            stopNext(effects);
        } else if (code != DISCONNECT) {
            effects.kernel().spawn(new ProcessSpec(process, process, arguments));
        }
    }

    /** Stop the last daemon that runs; a controller moves its resources away before it goes. */
    private void stopNext(Effects effects) {
        for (int i = DAEMONS.size() - 1; i >= 0; i--) {
            if (effects.kernel().isRunning(DAEMONS.get(i))) {
                effects.kernel().signal(DAEMONS.get(i), Signal.TERM);
                if (adopted) {
                    effects.setTimer(Timer.of("check"), CHECK);
                }
                return;
            }
        }
        effects.exit(exitCode);
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        if (!stopping) {
            stopping = true;
            stopNext(effects);
        }
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        if (peer.equals("corosync")) {
            effects.exit(DISCONNECT); // "Lost connection to cluster layer": resources are left as they are
        }
    }
}
