package dev.quorate.scenario.fault;

import dev.quorate.model.Signal;
import java.time.Duration;

/** Faults of single processes: kills, pauses, hangs, crash loops. */
public sealed interface ProcessFault extends Fault {

    /** The process's name on its host. */
    String process();

    /** The host it runs on. */
    Target host();

    /** SIGKILL. */
    @FaultKind(
            keyword = "kill",
            doc = "kill -9 a process; systemd may start it again",
            example = "{ at = 60s, kill = kube-scheduler, host = leader of kube-scheduler }")
    record Kill(
            @Parameter(main = true, doc = "the process") String process,
            @Parameter(doc = "the host") Target host) implements ProcessFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.signal(host.name(), process, Signal.KILL);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "kill -9 " + process + " on " + host;
        }
    }

    /** SIGTERM to the process itself, past systemd. */
    @FaultKind(
            keyword = "terminate",
            doc = "SIGTERM a process: it ends in its own good order",
            example = "{ at = 60s, terminate = etcd, host = etcd leader }")
    record Terminate(
            @Parameter(main = true, doc = "the process") String process,
            @Parameter(doc = "the host") Target host) implements ProcessFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.signal(host.name(), process, Signal.TERM);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "terminate " + process + " on " + host;
        }
    }

    /** A unit is stopped through systemd. */
    @FaultKind(
            keyword = "stop",
            doc = "systemctl stop a unit: SIGTERM, no restart; undone by systemctl start",
            example = "{ at = 60s, stop = kube-apiserver, host = vip holder, for = 1m }")
    record Stop(
            @Parameter(main = true, doc = "the unit, without .service")
            String process,

            @Parameter(doc = "the host") Target host)
            implements ProcessFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.systemctl(host.name(), "stop", process);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.systemctl(host.name(), "start", process);
        }

        @Override
        public String describe() {
            return "stop " + process + " on " + host;
        }

        @Override
        public String describeEnd() {
            return "start " + process + " on " + host;
        }
    }

    /** A unit is started through systemd. */
    @FaultKind(
            keyword = "start",
            doc = "systemctl start a unit",
            example = "{ at = 90s, start = kube-apiserver, host = k8s-master01 }")
    record Start(
            @Parameter(main = true, doc = "the unit, without .service")
            String process,

            @Parameter(doc = "the host") Target host)
            implements ProcessFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.systemctl(host.name(), "start", process);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "start " + process + " on " + host;
        }
    }

    /** SIGSTOP. */
    @FaultKind(
            keyword = "pause",
            doc = "SIGSTOP a process: the kernel goes on answering for its sockets; undone by SIGCONT",
            example = "{ at = 60s, pause = kube-scheduler, host = leader of kube-scheduler, for = 20s }")
    record Pause(
            @Parameter(main = true, doc = "the process") String process,
            @Parameter(doc = "the host") Target host) implements ProcessFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.signal(host.name(), process, Signal.STOP);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.signal(host.name(), process, Signal.CONT);
        }

        @Override
        public String describe() {
            return "pause " + process + " on " + host;
        }

        @Override
        public String describeEnd() {
            return "resume " + process + " on " + host;
        }
    }

    /** SIGCONT. */
    @FaultKind(
            keyword = "resume",
            doc = "SIGCONT a paused process",
            example = "{ at = 80s, resume = kube-scheduler, host = k8s-master01 }")
    record Resume(
            @Parameter(main = true, doc = "the process") String process,
            @Parameter(doc = "the host") Target host) implements ProcessFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.signal(host.name(), process, Signal.CONT);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "resume " + process + " on " + host;
        }
    }

    /** A process that dies at every start. */
    @FaultKind(
            keyword = "crash-loop",
            doc = "kill a process and let it exit with code 1 at every start, until systemd's start limit is hit",
            example = "{ at = 60s, crash-loop = kube-controller-manager, host = k8s-master01, for = 2m }")
    record CrashLoop(
            @Parameter(main = true, doc = "the process") String process,
            @Parameter(doc = "the host") Target host) implements ProcessFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.processCondition(host.name(), process, ProcessCondition.CRASH_AT_START);
            world.signal(host.name(), process, Signal.KILL);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.processCondition(host.name(), process, ProcessCondition.NORMAL);
        }

        @Override
        public String describe() {
            return "crash loop of " + process + " on " + host;
        }
    }

    /** A process that is alive to its health checks only. */
    @FaultKind(
            keyword = "hang",
            doc = "a process does nothing any more but answer its health checks",
            example = "{ at = 60s, hang = kube-scheduler, host = leader of kube-scheduler, for = 1m }")
    record Hang(
            @Parameter(main = true, doc = "the process") String process,
            @Parameter(doc = "the host") Target host) implements ProcessFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.processCondition(host.name(), process, ProcessCondition.HANG);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.processCondition(host.name(), process, ProcessCondition.NORMAL);
        }

        @Override
        public String describe() {
            return "hang of " + process + " on " + host;
        }
    }

    /** A process that takes long to start. */
    @FaultKind(
            keyword = "slow-start",
            doc = "every later start of a process takes longer",
            example = "{ at = 0s, slow-start = kube-apiserver, host = k8s-master02, delay-by = 60s }")
    record SlowStart(
            @Parameter(main = true, doc = "the process") String process,
            @Parameter(doc = "the host") Target host,
            @Parameter(doc = "how much longer") Duration delayBy)
            implements ProcessFault {
        public SlowStart {
            Checks.requirePositive("delay-by", delayBy);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            world.processCondition(host.name(), process, ProcessCondition.slowStart(delayBy));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.processCondition(host.name(), process, ProcessCondition.NORMAL);
        }

        @Override
        public String describe() {
            return "starts of " + process + " on " + host + " slowed by " + Spread.words(delayBy);
        }
    }
}
