package dev.quorate.simulation.host;

import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import java.util.Collections;
import java.util.List;

/**
 * {@code systemctl reboot}: units stop in the reverse of their order, Pacemaker first, since it needs Corosync to hand
 * its resources over; then the machine is reset.
 */
public final class GracefulReboot {

    private static final String PACEMAKER = "pacemakerd";
    private static final long LOOK_MICROS = 100_000;

    /** DefaultTimeoutStopSec=90s (systemd-system.conf(5)), after which systemd kills; the machine is reset then. */
    private static final long PATIENCE_MICROS = 90_000_000;

    private final SimHost host;
    private final long deadlineMicros;
    private boolean othersTold;

    private GracefulReboot(SimHost host) {
        this.host = host;
        this.deadlineMicros = host.nowMicros() + PATIENCE_MICROS;
    }

    /** Begin to reboot that host. */
    public static void begin(SimHost host) {
        if (!host.isAnswering()) {
            return;
        }
        if (host.process(PACEMAKER) != null) {
            host.spawn(
                    new ProcessSpec(
                            "systemctl-" + host.nextToolNumber(),
                            "systemctl",
                            Collections.singletonMap("command", "stop pacemaker.service")),
                    "");
        }
        new GracefulReboot(host).look();
    }

    private void look() {
        boolean late = host.nowMicros() >= deadlineMicros;
        if (host.process(PACEMAKER) == null && !othersTold) {
            othersTold = true;
            tellOthers();
        }
        if (late || (othersTold && host.processes().size() <= 1)) {
            host.power(PowerAction.REBOOT);
        } else {
            host.schedule(LOOK_MICROS, this::look);
        }
    }

    private void tellOthers() {
        List<HostedProcess> running = host.processes();
        for (int i = running.size() - 1; i > 0; i--) {
            host.signal(running.get(i).name(), Signal.TERM);
        }
    }
}
