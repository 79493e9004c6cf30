package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.time.SimTime;
import java.time.Duration;

/**
 * A host's watchdog device: resets the host when it was armed and is not fed in time.
 *
 * <p>Hardware, kept as a process of its own that no fault stops or kills. Argument {@code timeout-millis}
 * (SBD_WATCHDOG_TIMEOUT, default 5 s).
 */
public final class Watchdog implements Machine {

    private final Duration timeout;

    Watchdog(Duration timeout) {
        this.timeout = timeout;
    }

    /** As its process's arguments say. */
    public static Watchdog create(ProcessSpec spec) {
        return new Watchdog(
                SimTime.span(1_000L * Long.parseLong(spec.arguments().getOrDefault("timeout-millis", "5000"))));
    }

    @Override
    public void onStart(Effects effects) {}

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof WatchdogMessage) {
            effects.setTimer(Timer.of("reset"), timeout);
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        effects.kernel().resetHost(true, "the watchdog was not fed for " + timeout.toMillis() + " ms");
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        // a device takes no signals
    }
}
