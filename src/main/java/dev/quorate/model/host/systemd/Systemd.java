package dev.quorate.model.host.systemd;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.host.HostSettings;
import dev.quorate.model.host.systemd.Unit.ActiveState;
import dev.quorate.model.host.systemd.Unit.SubState;
import dev.quorate.trace.EventId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * systemd, PID 1 of a host (kind {@code systemd}): runs services by their unit files.
 *
 * <p>The definitions in force are those of boot or of the last daemon-reload; a unit nobody named before is loaded when
 * it is named. At boot it starts what {@link UnitFile#WANTS_FOLDER} links. Follows systemd 252, src/core/service.c.
 */
public final class Systemd implements Machine {

    private static final String RESTART = "restart:";
    private static final String START_TIMEOUT = "start:";
    private static final String STOP_TIMEOUT = "stop:";

    private final HostSettings.Systemd settings;
    private final LoadedUnits units = new LoadedUnits();

    public Systemd(HostSettings.Systemd settings) {
        this.settings = settings;
    }

    @Override
    public void onStart(Effects effects) {
        for (String link : effects.kernel().files(UnitFile.WANTS_FOLDER)) {
            start(link.substring(UnitFile.WANTS_FOLDER.length()), Optional.empty(), effects);
        }
        runJobs(effects);
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof SystemdIpc.StartUnit call) {
            start(call.unit(), Optional.of(new Job.Waiter(from, call.request())), effects);
        } else if (message instanceof SystemdIpc.StopUnit call) {
            stop(call.unit(), new Job.Waiter(from, call.request()), effects);
        } else if (message instanceof SystemdIpc.RestartUnit call) {
            restart(call.unit(), new Job.Waiter(from, call.request()), effects);
        } else if (message instanceof SystemdIpc.EnableUnit call) {
            effects.tell(from, new SystemdIpc.MethodReturn(call.request(), units.enable(call.unit(), effects)));
        } else if (message instanceof SystemdIpc.DisableUnit call) {
            effects.kernel().deleteFile(UnitFile.WANTS_FOLDER + call.unit());
            units.reload(effects);
            effects.tell(from, new SystemdIpc.MethodReturn(call.request(), ""));
        } else if (message instanceof SystemdIpc.DaemonReload call) {
            units.reload(effects);
            effects.tell(from, new SystemdIpc.MethodReturn(call.request(), ""));
        } else if (message instanceof SystemdIpc.ResetFailed call) {
            effects.tell(from, new SystemdIpc.MethodReturn(call.request(), resetFailed(call.unit(), effects)));
        } else if (message instanceof SystemdIpc.UnitStatus call) {
            effects.tell(from, units.status(call, effects));
        } else if (message instanceof SystemdIpc.ReadyNotification) {
            onReady(from, effects);
        }
        runJobs(effects);
    }

    @Override
    public void onChildExited(String process, int exitCode, Effects effects) {
        for (Unit unit : units.all()) {
            if (unit.process.equals(process)) {
                onMainProcessExited(unit, exitCode, effects);
                runJobs(effects);
                return;
            }
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        int colon = timer.name().indexOf(':') + 1;
        Unit unit = units.find(timer.name().substring(colon));
        if (unit == null) {
            return;
        }
        switch (timer.name().substring(0, colon)) {
            case RESTART -> onRestartDue(unit, effects);
            case START_TIMEOUT -> {
                unit.result = "timeout";
                terminate(unit, effects);
            }
            default -> {
                unit.result = "timeout";
                unit.subState = SubState.STOP_SIGKILL;
                UnitNotes.note(unit, ActiveState.DEACTIVATING, UnitNotes.stopSettings(unit), effects);
                effects.kernel().signal(unit.process, Signal.KILL);
            }
        }
        runJobs(effects);
    }

    private void onRestartDue(Unit unit, Effects effects) {
        if (unit.job != null && unit.job.stops()) {
            return;
        }
        if (!unit.found) {
            // service_enter_restart: "Failed to schedule restart job: Unit not found."
            enterDead(unit, "resources", false, effects);
            return;
        }
        unit.state = ActiveState.INACTIVE;
        unit.subState = SubState.DEAD;
        unit.restartDue = true;
        addJob(unit, Job.Kind.START, Optional.empty(), effects);
    }

    /** PID 1 does not die of a signal. */
    @Override
    public void onSignal(Signal signal, Effects effects) {}

    private void start(String name, Optional<Job.Waiter> waiter, Effects effects) {
        if (units.load(name, effects).filter(unit -> unit.found).isEmpty()) {
            waiter.ifPresent(w -> answer(w, name, Job.Kind.START, "not-found", "", effects));
            return;
        }
        Set<Unit> transaction = new LinkedHashSet<>();
        if (!units.pullIn(name, transaction, effects)) {
            waiter.ifPresent(w -> answer(w, name, Job.Kind.START, "dependency", "", effects));
            return;
        }
        for (Unit unit : transaction) {
            addJob(unit, Job.Kind.START, unit.name.equals(name) ? waiter : Optional.empty(), effects);
        }
    }

    private void stop(String name, Job.Waiter waiter, Effects effects) {
        Optional<Unit> loaded = units.load(name, effects);
        if (loaded.isEmpty()) {
            answer(waiter, name, Job.Kind.STOP, "not-found", "", effects);
            return;
        }
        for (Unit unit : units.requirers(loaded.get())) {
            if (!unit.isDown() || unit.job != null) {
                addJob(unit, Job.Kind.STOP, Optional.empty(), effects);
            }
        }
        addJob(loaded.get(), Job.Kind.STOP, Optional.of(waiter), effects);
    }

    private void restart(String name, Job.Waiter waiter, Effects effects) {
        Optional<Unit> loaded = units.load(name, effects).filter(unit -> unit.found);
        if (loaded.isEmpty()) {
            answer(waiter, name, Job.Kind.RESTART, "not-found", "", effects);
            return;
        }
        for (Unit unit : units.requirers(loaded.get())) {
            if (unit.isUp()) {
                addJob(unit, Job.Kind.RESTART, Optional.empty(), effects);
            }
        }
        addJob(loaded.get(), Job.Kind.RESTART, Optional.of(waiter), effects);
    }

    private void addJob(Unit unit, Job.Kind kind, Optional<Job.Waiter> waiter, Effects effects) {
        Job job = unit.job;
        if (job == null || !job.takes(kind)) {
            Job replacement = new Job(kind);
            if (job != null && job.asked() == Job.Kind.START && kind == Job.Kind.RESTART) {
                replacement.waiters().addAll(job.waiters());
            } else if (job != null) {
                finish(unit, "canceled", effects);
            }
            job = replacement;
            unit.job = job;
        }
        waiter.ifPresent(job.waiters()::add);
    }

    /** Carry out every job that waits for no other, until nothing moves. */
    private void runJobs(Effects effects) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Unit unit : units.all()) {
                Job job = unit.job;
                if (job != null && !job.isRunning() && !JobOrder.isBlocked(unit, units.all())) {
                    moved |= run(unit, job, effects);
                }
            }
            if (!moved) {
                moved = breakCircle(effects);
            }
        }
    }

    /** After= in a circle: systemd drops a job to break it; here the first by name goes ahead. */
    private boolean breakCircle(Effects effects) {
        for (Unit unit : units.all()) {
            Job job = unit.job;
            if (job != null && !job.isRunning() && JobOrder.isInCircle(unit, units.all())) {
                return run(unit, job, effects);
            }
        }
        return false;
    }

    /** Begin a job; false when it cannot begin now (service_start's EAGAIN). */
    private boolean run(Unit unit, Job job, Effects effects) {
        if (job.stops()) {
            return runStop(unit, job, effects);
        }
        if (unit.state == ActiveState.ACTIVE) {
            finish(unit, "done", effects);
            return true;
        }
        if (unit.awaitsRestart() || unit.state == ActiveState.DEACTIVATING) {
            return false;
        }
        job.run();
        if (unit.isDown()) {
            begin(unit, effects);
        }
        return true;
    }

    private boolean runStop(Unit unit, Job job, Effects effects) {
        unit.forbidRestart = true;
        if (unit.isDown()) {
            afterStop(unit, job, effects);
            return true;
        }
        if (unit.awaitsRestart()) {
            effects.cancelTimer(Timer.of(RESTART + unit.name));
            enterDead(unit, Unit.SUCCESS, false, effects);
            return true;
        }
        job.run();
        if (unit.state != ActiveState.DEACTIVATING) {
            terminate(unit, effects);
        }
        return true;
    }

    private void afterStop(Unit unit, Job job, Effects effects) {
        if (job.isRestart()) {
            job.goOnAsStart();
        } else {
            finish(unit, "done", effects);
        }
    }

    private void begin(Unit unit, Effects effects) {
        unit.restarts = unit.restartDue ? unit.restarts + 1 : 0;
        List<EventId> why = unit.restartDue && unit.lastChange != null ? List.of(unit.lastChange) : List.of();
        unit.restartDue = false;
        Duration interval = unit.file.startLimitIntervalSec().orElse(settings.defaultStartLimitIntervalSec());
        int burst = unit.file.startLimitBurst().orElse(settings.defaultStartLimitBurst());
        if (!unit.startLimit.allows(effects.monotonic(), interval, burst)) {
            unit.forbidRestart = true;
            enterDead(unit, "start-limit-hit", false, effects);
            return;
        }
        unit.forbidRestart = false;
        unit.result = Unit.SUCCESS;
        Optional<ProcessSpec> spec = LoadedUnits.environment(unit, effects);
        if (spec.isEmpty()) {
            enterDead(unit, "resources", true, effects);
            return;
        }
        if (!effects.kernel().spawn(spec.get())) {
            // Somebody runs that program by hand: the second one finds its port taken and exits at once.
            enterDead(unit, "exit-code", true, effects);
            return;
        }
        unit.process = spec.get().name();
        if (unit.file.type() == UnitFile.Type.NOTIFY) {
            unit.subState = SubState.START;
            UnitNotes.note(unit, ActiveState.ACTIVATING, List.of(), effects, why);
            effects.setTimer(Timer.of(START_TIMEOUT + unit.name), settings.defaultTimeoutStartSec());
        } else {
            unit.subState = SubState.RUNNING;
            UnitNotes.note(unit, ActiveState.ACTIVE, List.of(), effects, why);
            finish(unit, "done", effects);
        }
    }

    private void onReady(String process, Effects effects) {
        for (Unit unit : units.all()) {
            if (unit.process.equals(process) && unit.subState == SubState.START) {
                effects.cancelTimer(Timer.of(START_TIMEOUT + unit.name));
                unit.subState = SubState.RUNNING;
                UnitNotes.note(unit, ActiveState.ACTIVE, List.of(), effects);
                finish(unit, "done", effects);
            }
        }
    }

    /** SIGTERM, and SIGCONT so that a paused process sees it (systemd.kill(5)); SIGKILL follows in time. */
    private void terminate(Unit unit, Effects effects) {
        effects.cancelTimer(Timer.of(START_TIMEOUT + unit.name));
        unit.subState = SubState.STOP_SIGTERM;
        UnitNotes.note(unit, ActiveState.DEACTIVATING, List.of(), effects);
        effects.kernel().signal(unit.process, Signal.TERM);
        effects.kernel().signal(unit.process, Signal.CONT);
        effects.setTimer(
                Timer.of(STOP_TIMEOUT + unit.name),
                unit.file.timeoutStopSec().orElse(settings.defaultTimeoutStopSec()));
    }

    private void onMainProcessExited(Unit unit, int exitCode, Effects effects) {
        unit.process = "";
        effects.cancelTimer(Timer.of(START_TIMEOUT + unit.name));
        effects.cancelTimer(Timer.of(STOP_TIMEOUT + unit.name));
        String result = Unit.resultOf(exitCode);
        if (unit.subState == SubState.START && result.equals(Unit.SUCCESS)) {
            result = "protocol";
        }
        enterDead(unit, unit.result.equals(Unit.SUCCESS) ? result : unit.result, true, effects);
    }

    /** service_enter_dead: failed, inactive, or waiting for the next start. */
    private void enterDead(Unit unit, String result, boolean allowRestart, Effects effects) {
        unit.result = result;
        if (allowRestart && unit.shallRestart(result)) {
            unit.subState = SubState.AUTO_RESTART;
            UnitNotes.note(unit, ActiveState.ACTIVATING, List.of(), effects);
            effects.setTimer(
                    Timer.of(RESTART + unit.name), unit.file.restartSec().orElse(settings.defaultRestartSec()));
        } else {
            boolean failed = !result.equals(Unit.SUCCESS);
            unit.subState = failed ? SubState.FAILED : SubState.DEAD;
            UnitNotes.note(
                    unit,
                    failed ? ActiveState.FAILED : ActiveState.INACTIVE,
                    UnitNotes.limitSettings(unit, result),
                    effects);
        }
        Job job = unit.job;
        if (job != null && job.stops()) {
            afterStop(unit, job, effects);
        } else if (job != null && job.isRunning()) {
            finish(unit, result.equals("timeout") ? "timeout" : "failed", effects);
        }
    }

    private void finish(Unit unit, String result, Effects effects) {
        Job job = unit.job;
        if (job == null) {
            return;
        }
        unit.job = null;
        for (Job.Waiter waiter : job.waiters()) {
            answer(waiter, unit.name, job.asked(), result, failed(result) ? unit.result : "", effects);
        }
        if (!job.stops() && !result.equals("done")) {
            for (Unit other : units.all()) {
                Job waiting = other.job;
                boolean depends = other.file.requires().contains(unit.name)
                        && other.file.after().contains(unit.name);
                if (waiting != null && !waiting.stops() && !waiting.isRunning() && depends) {
                    finish(other, "dependency", effects);
                }
            }
        }
    }

    private static boolean failed(String result) {
        return result.equals("failed") || result.equals("timeout");
    }

    private static void answer(
            Job.Waiter waiter, String unit, Job.Kind kind, String result, String unitResult, Effects effects) {
        effects.tell(waiter.process(), new SystemdIpc.JobDone(waiter.request(), unit, kind.word(), result, unitResult));
    }

    private String resetFailed(String name, Effects effects) {
        if (!name.isEmpty() && units.find(name) == null) {
            return "Unit " + name + " not loaded.";
        }
        for (Unit unit : units.all()) {
            if (name.isEmpty() || unit.name.equals(name)) {
                unit.startLimit.reset();
                if (unit.state == ActiveState.FAILED) {
                    unit.result = Unit.SUCCESS;
                    unit.subState = SubState.DEAD;
                    UnitNotes.note(unit, ActiveState.INACTIVE, List.of(), effects);
                }
            }
        }
        return "";
    }
}
