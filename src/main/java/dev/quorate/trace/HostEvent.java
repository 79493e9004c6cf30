package dev.quorate.trace;

import java.util.List;

/** States of hosts, processes and units. The record's component is the process, or empty for the host itself. */
public sealed interface HostEvent extends TraceEvent {

    /** Power was cut: every process is gone, unsynced writes are lost. */
    record HostPoweredOff() implements HostEvent {
        @Override
        public String describe() {
            return "lost power";
        }
    }

    /** Power is on; the host boots. */
    record HostPoweredOn() implements HostEvent {
        @Override
        public String describe() {
            return "was powered on";
        }
    }

    /** The kernel runs and the service manager starts. */
    record HostBooted(int boot) implements HostEvent {
        @Override
        public String describe() {
            return "booted (boot " + boot + ")";
        }
    }

    /** The whole machine stands still, its kernel too. */
    record HostFrozen() implements HostEvent {
        @Override
        public String describe() {
            return "froze";
        }
    }

    /** The machine goes on. */
    record HostThawed(boolean clockJumped) implements HostEvent {
        @Override
        public String describe() {
            return clockJumped ? "thawed, its clock jumped forward" : "thawed, its clock had stood still";
        }
    }

    /** A process started: a new incarnation with the same disk. */
    record ProcessStarted(int incarnation, List<String> arguments) implements HostEvent {
        @Override
        public String describe() {
            return "started (incarnation " + incarnation + ")";
        }
    }

    /**
     * A process ended.
     *
     * @param exitCode its exit code; 128 + n when signal n ended it
     * @param reason in words
     */
    record ProcessExited(int incarnation, int exitCode, String reason) implements HostEvent {
        @Override
        public String describe() {
            return "exited with code " + exitCode + " (" + reason + ")";
        }
    }

    /** SIGSTOP: no longer scheduled, while the kernel still answers for its sockets. */
    record ProcessPaused() implements HostEvent {
        @Override
        public String describe() {
            return "was paused (SIGSTOP)";
        }
    }

    /** SIGCONT. */
    record ProcessResumed() implements HostEvent {
        @Override
        public String describe() {
            return "was resumed (SIGCONT)";
        }
    }

    /** systemd's view of a unit changed: {@code active}, {@code failed}, {@code inactive}, {@code activating}. */
    record UnitStateChanged(String unit, String state, String result) implements HostEvent {
        @Override
        public String describe() {
            return "unit " + unit + " is " + state + (result.isEmpty() ? "" : " (" + result + ")");
        }
    }

    /** A process could not write to its disk. */
    record DiskWriteFailed(String error) implements HostEvent {
        @Override
        public String describe() {
            return "could not write to its disk: " + error;
        }
    }

    /** The wall clock was stepped. */
    record ClockStepped(long stepMicros) implements HostEvent {
        @Override
        public String describe() {
            return "wall clock stepped by " + stepMicros / 1_000 + " ms";
        }
    }

    /** The clock's rate changed; 1,000,000 is true time, less is slow. */
    record ClockRateChanged(long ratePpm) implements HostEvent {
        @Override
        public String describe() {
            return "clock runs at " + ratePpm / 10_000 + "."
                    + String.valueOf(10_000 + ratePpm % 10_000).substring(1) + " % of true time";
        }
    }
}
