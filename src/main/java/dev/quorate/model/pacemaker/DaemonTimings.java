package dev.quorate.model.pacemaker;

import dev.quorate.model.Setting;
import dev.quorate.time.RandomStream;
import java.time.Duration;

/**
 * How long the daemons and agents take for a piece of work on a quiet machine.
 *
 * <p>Not options of Pacemaker: measured shares of the processor, of process starts and of shell scripts. Each work
 * lasts its quickest time plus an exponential tail.
 */
public record DaemonTimings(
        @Setting(
                value = "4ms",
                meaning = "pacemaker-based applies one change of the CIB",
                source = "fitted to measured transitions, pacemaker 2.1.5")
        Duration cibUpdate,

        @Setting(
                value = "25ms",
                meaning = "the controller's event loop until a transition's input is asked for",
                source = "fitted to measured transitions, pacemaker 2.1.5")
        Duration transitionTrigger,

        @Setting(
                value = "15ms",
                meaning = "pacemaker-schedulerd decides",
                source = "fitted to measured transitions, pacemaker 2.1.5")
        Duration policyEngine,

        @Setting(
                value = "65ms",
                meaning = "IPaddr2 start, at the quickest",
                source = "measured: 65/115/619 ms, resource-agents 4.12.0")
        Duration ipaddr2StartMin,

        @Setting(
                value = "115ms",
                meaning = "IPaddr2 start, median",
                source = "measured: 65/115/619 ms, resource-agents 4.12.0")
        Duration ipaddr2StartMedian,

        @Setting(
                value = "52ms",
                meaning = "IPaddr2 stop, at the quickest",
                source = "measured: 52/75/190 ms, resource-agents 4.12.0")
        Duration ipaddr2StopMin,

        @Setting(
                value = "75ms",
                meaning = "IPaddr2 stop, median",
                source = "measured: 52/75/190 ms, resource-agents 4.12.0")
        Duration ipaddr2StopMedian,

        @Setting(value = "6ms", meaning = "a trivial OCF agent's action, at the quickest", source = "measured: 6-20 ms")
        Duration agentMin,

        @Setting(value = "10ms", meaning = "a trivial OCF agent's action, median", source = "measured: 6-20 ms")
        Duration agentMedian) {

    private static final double LN_2 = 0.6931471805599453;

    /** A duration of at least {@code min} whose median is {@code median}, with an exponential tail. */
    public static Duration draw(RandomStream random, Duration min, Duration median) {
        double tailMicros = (median.minus(min).toNanos() / 1_000.0) / LN_2;
        long tail = (long) random.exponential(tailMicros);
        return min.plus(Duration.ofNanos(tail * 1_000L));
    }
}
