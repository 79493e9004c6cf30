package dev.quorate.model.pacemaker;

import dev.quorate.model.Setting;
import dev.quorate.time.RandomStream;
import java.time.Duration;

/**
 * How long the daemons and agents take for a piece of work on a quiet machine.
 *
 * <p>Not options of Pacemaker: shares of the processor, starts of processes, shell scripts. Each piece lasts its
 * quickest time plus an exponential tail; measured on pacemaker 2.1.5 and resource-agents 4.12.0, or fitted to what
 * was measured from end to end.
 */
public record DaemonTimings(
        @Setting(
                value = "4ms",
                meaning = "pacemaker-based answers an update, at the quickest",
                source = "fitted: the DC asks for the CIB again in 3 of 8 cases")
        Duration cibUpdateMin,

        @Setting(
                value = "30ms",
                meaning = "pacemaker-based answers an update, median",
                source = "fitted: the DC asks for the CIB again in 3 of 8 cases")
        Duration cibUpdateMedian,

        @Setting(
                value = "20ms",
                meaning = "from an event to asking for the CIB, at the quickest",
                source = "fitted: 80 ms from membership to the scheduler")
        Duration transitionTriggerMin,

        @Setting(
                value = "50ms",
                meaning = "from an event to asking for the CIB, median",
                source = "fitted: 80 ms from membership to the scheduler")
        Duration transitionTriggerMedian,

        @Setting(
                value = "4ms",
                meaning = "pacemaker-schedulerd decides, at the quickest",
                source = "measured: 4 ms from asking to the first action")
        Duration schedulerMin,

        @Setting(
                value = "20ms",
                meaning = "pacemaker-schedulerd decides, median",
                source = "measured: 4 ms from asking to the first action")
        Duration schedulerMedian,

        @Setting(
                value = "12ms",
                meaning = "one step of a join, at the quickest",
                source = "fitted: 104 ms from election to the end of the join, five steps")
        Duration joinStepMin,

        @Setting(
                value = "34ms",
                meaning = "one step of a join, median",
                source = "fitted: 104 ms from election to the end of the join, five steps")
        Duration joinStepMedian,

        @Setting(
                value = "10ms",
                meaning = "from an action of the transition to the agent's start, at the quickest",
                source = "fitted: 36 ms from stop to stop")
        Duration dispatchMin,

        @Setting(
                value = "20ms",
                meaning = "from an action of the transition to the agent's start, median",
                source = "fitted: 36 ms from stop to stop")
        Duration dispatchMedian,

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
        Duration agentMedian,

        @Setting(
                value = "50ms",
                meaning = "a fence agent's start until it asks the device, at the quickest",
                source = "fitted: fence asked 0.1-0.5 s after membership")
        Duration fenceAgentMin,

        @Setting(
                value = "110ms",
                meaning = "a fence agent's start until it asks the device, median",
                source = "fitted: fence asked 0.1-0.5 s after membership")
        Duration fenceAgentMedian,

        @Setting(
                value = "50ms",
                meaning = "from the device's answer to the fence agent's end, at the quickest",
                source = "fitted: VIP 0.15-0.5 s after the fence")
        Duration fenceAgentEndMin,

        @Setting(
                value = "110ms",
                meaning = "from the device's answer to the fence agent's end, median",
                source = "fitted: VIP 0.15-0.5 s after the fence")
        Duration fenceAgentEndMedian,

        @Setting(
                value = "60ms",
                meaning = "an operator's tool starts, at the quickest",
                source = "fitted: a move begins 0.15-0.5 s after the command")
        Duration toolMin,

        @Setting(
                value = "110ms",
                meaning = "an operator's tool starts, median",
                source = "fitted: a move begins 0.15-0.5 s after the command")
        Duration toolMedian) {

    private static final double LN_2 = 0.6931471805599453;

    /** A duration of at least {@code min} whose median is {@code median}, with an exponential tail. */
    public static Duration draw(RandomStream random, Duration min, Duration median) {
        double tailMicros = (median.minus(min).toNanos() / 1_000.0) / LN_2;
        long tail = (long) random.exponential(tailMicros);
        return min.plus(Duration.ofNanos(tail * 1_000L));
    }
}
