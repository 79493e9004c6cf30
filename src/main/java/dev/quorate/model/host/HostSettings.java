package dev.quorate.model.host;

import dev.quorate.model.Setting;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.List;

/**
 * Settings of every host of a cluster: {@code cluster.host}.
 *
 * @param boot how long a host takes from power to PID 1
 * @param disk how long a write takes to be safe
 * @param clock how far a host's clock is from true time
 * @param cpu how soon a process runs that could
 * @param systemd the service manager's defaults
 * @param notSetUp what is not there yet
 */
public record HostSettings(
        Boot boot,
        Disk disk,
        Clock clock,
        Cpu cpu,
        Systemd systemd,

        @Setting(
                value = "",
                meaning = "units that a person has still to set up when the run begins: no kubeconfig, no unit file",
                source = "Quorate's own; the unit file lies in /root of the first master (the how-to's S4 to S7)")
        List<String> notSetUp) {

    /** What may be left to a person. */
    private static final List<String> UNITS = List.of("kube-controller-manager", "kube-scheduler");

    public HostSettings {
        notSetUp = List.copyOf(notSetUp);
        check(UNITS.containsAll(notSetUp), "cluster.host.not-set-up", "some of " + UNITS, notSetUp);
    }

    /** Firmware, boot loader, kernel, until the service manager runs: log-normal, never below {@code minimum}. */
    public record Boot(
            @Setting(
                    value = "40s",
                    meaning = "median time from power on until systemd starts",
                    source = "Quorate's own choice, not measured: firmware of a server takes tens of seconds")
            Duration median,

            @Setting(
                    value = "0.2",
                    meaning = "shape (sigma) of the log-normal boot time; 0 for always the median",
                    source = "Quorate's own choice, not measured")
            double shape,

            @Setting(
                    value = "5s",
                    meaning = "shortest boot time",
                    source = "Quorate's own choice: a small virtual machine")
            Duration minimum) {

        public Boot {
            check(shape >= 0, "cluster.host.boot.shape", "at least 0", shape);
            check(!median.isNegative() && !minimum.isNegative(), "cluster.host.boot", "times of 0s or more", median);
        }

        /** One boot's length. */
        public Duration draw(RandomStream random) {
            Duration drawn = random.logNormal(median, shape);
            return drawn.compareTo(minimum) < 0 ? minimum : drawn;
        }
    }

    /** The time one {@code fsync} takes: log-normal. A slow disk is a fault that multiplies it. */
    public record Disk(
            @Setting(
                    value = "2ms",
                    meaning = "median latency of one synchronous write (fsync)",
                    source = "Quorate's own choice within etcd's advice: wal_fsync p99 below 10 ms (etcd FAQ)")
            Duration syncMedian,

            @Setting(
                    value = "0.5",
                    meaning = "shape (sigma) of the log-normal latency; at 0.5 and 2 ms the p99 is 6.4 ms",
                    source = "Quorate's own choice within etcd's advice: wal_fsync p99 below 10 ms (etcd FAQ)")
            double syncShape,

            @Setting(
                    value = "1s",
                    meaning = "longest latency of a healthy disk",
                    source = "Quorate's own choice: bounds the tail")
            Duration syncMaximum) {

        public Disk {
            check(syncShape >= 0, "cluster.host.disk.sync-shape", "at least 0", syncShape);
            check(!syncMedian.isNegative(), "cluster.host.disk.sync-median", "0s or more", syncMedian);
        }

        /** One write's latency on a healthy disk. */
        public Duration draw(RandomStream random) {
            Duration drawn = random.logNormal(syncMedian, syncShape);
            return drawn.compareTo(syncMaximum) > 0 ? syncMaximum : drawn;
        }
    }

    /** A host's clock before any fault: its wall clock's offset and its rate are drawn once a run. */
    public record Clock(
            @Setting(
                    value = "5ms",
                    meaning = "largest offset of a wall clock from true time at the start, either way",
                    source = "Quorate's own choice: hosts kept by NTP on a local network (ntpd: some ms)")
            Duration maxOffset,

            @Setting(
                    value = "10",
                    meaning = "largest deviation of a clock's rate from true time, in parts per million",
                    source = "Quorate's own choice; adjtimex(2) lets the rate be tuned by 500 ppm at most")
            int maxDriftPpm,

            @Setting(
                    value = "stands-still",
                    meaning = "what a guest's monotonic clock does while the whole machine is frozen",
                    source = "depends on the hypervisor: VM pause stops kvmclock, a stalled host does not")
            FrozenClock whenFrozen) {

        public Clock {
            check(
                    maxDriftPpm >= 0 && maxDriftPpm < 1_000_000,
                    "cluster.host.clock.max-drift-ppm",
                    "0..999999",
                    maxDriftPpm);
        }

        /** A host's offset, uniform within {@code maxOffset}; in microseconds, negative when it is behind. */
        public long drawOffsetMicros(RandomStream random) {
            long most = SimTime.micros(maxOffset);
            return random.nextLong(2 * most + 1) - most;
        }

        /** A host's rate in parts per million of true time, uniform around 1,000,000. */
        public long drawRatePpm(RandomStream random) {
            return 1_000_000L + random.nextLong(2L * maxDriftPpm + 1) - maxDriftPpm;
        }
    }

    /** What a frozen guest's monotonic clock does. */
    public enum FrozenClock {
        /** It goes on from where it stood: timers have their whole rest left. */
        STANDS_STILL,
        /** It jumps to true time at the thaw: all timers of the pause are due at once. */
        JUMPS
    }

    /** Delays of the scheduler and of starting a program. */
    public record Cpu(
            @Setting(
                    value = "10ms",
                    meaning = "median time from fork to a program's first action; its own start-up work is extra",
                    source = "Quorate's own choice: exec and dynamic linking of a large binary")
            Duration execMedian,

            @Setting(
                    value = "0.3",
                    meaning = "shape (sigma) of the log-normal time to start a program",
                    source = "Quorate's own choice")
            double execShape) {

        public Cpu {
            check(execShape >= 0, "cluster.host.cpu.exec-shape", "at least 0", execShape);
        }

        /** One program's start. */
        public Duration drawExec(RandomStream random) {
            return random.logNormal(execMedian, execShape);
        }
    }

    /** What {@code systemd-system.conf} sets for units that say nothing themselves. */
    public record Systemd(
            @Setting(
                    value = "100ms",
                    name = "DefaultRestartSec",
                    meaning = "pause before a failed unit is started again",
                    source = "systemd-system.conf(5), systemd 252")
            Duration defaultRestartSec,

            @Setting(
                    value = "10s",
                    name = "DefaultStartLimitIntervalSec",
                    meaning = "window in which starts are counted",
                    source = "systemd-system.conf(5), systemd 252")
            Duration defaultStartLimitIntervalSec,

            @Setting(
                    value = "5",
                    name = "DefaultStartLimitBurst",
                    meaning = "starts allowed in the window; one more and the unit fails for good",
                    source = "systemd-system.conf(5), systemd 252")
            int defaultStartLimitBurst,

            @Setting(
                    value = "90s",
                    name = "DefaultTimeoutStartSec",
                    meaning = "longest wait for a unit of type notify to say that it is ready",
                    source = "systemd-system.conf(5), systemd 252")
            Duration defaultTimeoutStartSec,

            @Setting(
                    value = "90s",
                    name = "DefaultTimeoutStopSec",
                    meaning = "time between SIGTERM and SIGKILL when a unit is stopped",
                    source = "systemd-system.conf(5), systemd 252")
            Duration defaultTimeoutStopSec) {}

    private static void check(boolean good, String path, String wanted, Object given) {
        if (!good) {
            throw new IllegalArgumentException(path + " must be " + wanted + ", was " + given);
        }
    }
}
