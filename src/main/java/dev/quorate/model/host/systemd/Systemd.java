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
import dev.quorate.trace.HostEvent.UnitStateChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * systemd, PID 1 of a host (kind {@code systemd}): runs services by their unit files.
 *
 * <p>The definitions in force are those of boot or of the last daemon-reload; a unit nobody named before is loaded when
 * it is named. At boot it starts what {@link UnitFile#WANTS_FOLDER} links. Follows systemd 252, src/core/service.c.
 */
public final class Systemd implements Machine {

    private static final String PATH = "cluster.host.systemd.";
    private static final String RESTART = "restart:";
    private static final String START_TIMEOUT = "start:";
    private static final String STOP_TIMEOUT = "stop:";

    private final HostSettings.Systemd settings;
    private final Map<String, Unit> units = new TreeMap<>();

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
            effects.tell(from, new SystemdIpc.MethodReturn(call.request(), enable(call.unit(), effects)));
        } else if (message instanceof SystemdIpc.DisableUnit call) {
            effects.kernel().deleteFile(UnitFile.WANTS_FOLDER + call.unit());
            reload(effects);
            effects.tell(from, new SystemdIpc.MethodReturn(call.request(), ""));
        } else if (message instanceof SystemdIpc.DaemonReload call) {
            reload(effects);
            effects.tell(from, new SystemdIpc.MethodReturn(call.request(), ""));
        } else if (message instanceof SystemdIpc.ResetFailed call) {
            effects.tell(from, new SystemdIpc.MethodReturn(call.request(), resetFailed(call.unit(), effects)));
        } else if (message instanceof SystemdIpc.UnitStatus call) {
            effects.tell(from, status(call, effects));
        } else if (message instanceof SystemdIpc.ReadyNotification) {
            onReady(from, effects);
        }
        runJobs(effects);
    }

    @Override
    public void onChildExited(String process, int exitCode, Effects effects) {
        for (Unit unit : units.values()) {
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
        Unit unit = units.get(timer.name().substring(colon));
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
                note(unit, ActiveState.DEACTIVATING, stopSettings(unit), effects);
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
        if (load(name, effects).filter(unit -> unit.found).isEmpty()) {
            waiter.ifPresent(w -> answer(w, name, Job.Kind.START, "not-found", "", effects));
            return;
        }
        Set<Unit> transaction = new LinkedHashSet<>();
        if (!pullIn(name, transaction, effects)) {
            waiter.ifPresent(w -> answer(w, name, Job.Kind.START, "dependency", "", effects));
            return;
        }
        for (Unit unit : transaction) {
            addJob(unit, Job.Kind.START, unit.name.equals(name) ? waiter : Optional.empty(), effects);
        }
    }

    /** Collect a unit and what it requires and wants; false when a required one does not exist. */
    private boolean pullIn(String name, Set<Unit> transaction, Effects effects) {
        Optional<Unit> loaded = load(name, effects).filter(unit -> unit.found);
        if (loaded.isEmpty()) {
            return false;
        }
        Unit unit = loaded.get();
        if (!transaction.add(unit)) {
            return true;
        }
        for (String required : unit.file.requires()) {
            if (!pullIn(required, transaction, effects)) {
                return false;
            }
        }
        for (String wanted : unit.file.wants()) {
            Set<Unit> more = new LinkedHashSet<>(transaction);
            if (pullIn(wanted, more, effects)) {
                transaction.addAll(more);
            }
        }
        return true;
    }

    private void stop(String name, Job.Waiter waiter, Effects effects) {
        Optional<Unit> loaded = load(name, effects);
        if (loaded.isEmpty()) {
            answer(waiter, name, Job.Kind.STOP, "not-found", "", effects);
            return;
        }
        for (Unit unit : requirers(loaded.get())) {
            if (!unit.isDown() || unit.job != null) {
                addJob(unit, Job.Kind.STOP, Optional.empty(), effects);
            }
        }
        addJob(loaded.get(), Job.Kind.STOP, Optional.of(waiter), effects);
    }

    private void restart(String name, Job.Waiter waiter, Effects effects) {
        Optional<Unit> loaded = load(name, effects).filter(unit -> unit.found);
        if (loaded.isEmpty()) {
            answer(waiter, name, Job.Kind.RESTART, "not-found", "", effects);
            return;
        }
        for (Unit unit : requirers(loaded.get())) {
            if (unit.isUp()) {
                addJob(unit, Job.Kind.RESTART, Optional.empty(), effects);
            }
        }
        addJob(loaded.get(), Job.Kind.RESTART, Optional.of(waiter), effects);
    }

    /** The units that require this one, and those that require them. */
    private List<Unit> requirers(Unit required) {
        Set<Unit> found = new LinkedHashSet<>(List.of(required));
        for (int before = 0; before != found.size(); ) {
            before = found.size();
            for (Unit unit : units.values()) {
                if (List.copyOf(found).stream()
                        .anyMatch(f -> unit.file.requires().contains(f.name))) {
                    found.add(unit);
                }
            }
        }
        found.remove(required);
        return List.copyOf(found);
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
            for (Unit unit : units.values()) {
                Job job = unit.job;
                if (job != null && !job.isRunning() && !JobOrder.isBlocked(unit, units.values())) {
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
        for (Unit unit : units.values()) {
            Job job = unit.job;
            if (job != null && !job.isRunning() && JobOrder.isInCircle(unit, units.values())) {
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
        Optional<ProcessSpec> spec = environment(unit, effects);
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
            note(unit, ActiveState.ACTIVATING, List.of(), effects, why);
            effects.setTimer(Timer.of(START_TIMEOUT + unit.name), settings.defaultTimeoutStartSec());
        } else {
            unit.subState = SubState.RUNNING;
            note(unit, ActiveState.ACTIVE, List.of(), effects, why);
            finish(unit, "done", effects);
        }
    }

    /** The process with the environment file's flags; empty when that file is missing and may not be. */
    private static Optional<ProcessSpec> environment(Unit unit, Effects effects) {
        ProcessSpec spec = unit.file.execStart();
        if (unit.file.environmentFile().isEmpty()) {
            return Optional.of(spec);
        }
        String path = unit.file.environmentFile().get();
        boolean mayBeMissing = path.startsWith("-");
        Optional<Object> content = effects.kernel().file(mayBeMissing ? path.substring(1) : path);
        if (content.isPresent() && content.get() instanceof EnvironmentFile environment) {
            Map<String, String> arguments = new TreeMap<>(spec.arguments());
            arguments.putAll(environment.arguments());
            return Optional.of(new ProcessSpec(spec.name(), spec.kind(), arguments));
        }
        return mayBeMissing ? Optional.of(spec) : Optional.empty();
    }

    private void onReady(String process, Effects effects) {
        for (Unit unit : units.values()) {
            if (unit.process.equals(process) && unit.subState == SubState.START) {
                effects.cancelTimer(Timer.of(START_TIMEOUT + unit.name));
                unit.subState = SubState.RUNNING;
                note(unit, ActiveState.ACTIVE, List.of(), effects);
                finish(unit, "done", effects);
            }
        }
    }

    /** SIGTERM, and SIGCONT so that a paused process sees it (systemd.kill(5)); SIGKILL follows in time. */
    private void terminate(Unit unit, Effects effects) {
        effects.cancelTimer(Timer.of(START_TIMEOUT + unit.name));
        unit.subState = SubState.STOP_SIGTERM;
        note(unit, ActiveState.DEACTIVATING, List.of(), effects);
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
            note(unit, ActiveState.ACTIVATING, List.of(), effects);
            effects.setTimer(
                    Timer.of(RESTART + unit.name), unit.file.restartSec().orElse(settings.defaultRestartSec()));
        } else {
            boolean failed = !result.equals(Unit.SUCCESS);
            unit.subState = failed ? SubState.FAILED : SubState.DEAD;
            note(unit, failed ? ActiveState.FAILED : ActiveState.INACTIVE, limitSettings(unit, result), effects);
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
            for (Unit other : units.values()) {
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

    private Optional<Unit> load(String name, Effects effects) {
        Unit known = units.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Unit> loaded = read(name, effects).map(Unit::new);
        loaded.ifPresent(unit -> units.put(name, unit));
        return loaded;
    }

    private static Optional<UnitFile> read(String name, Effects effects) {
        return effects.kernel()
                .file(UnitFile.path(name))
                .filter(UnitFile.class::isInstance)
                .map(UnitFile.class::cast);
    }

    private void reload(Effects effects) {
        for (Unit unit : List.copyOf(units.values())) {
            Optional<UnitFile> file = read(unit.name, effects);
            if (file.isPresent()) {
                unit.file = file.get();
                unit.found = true;
            } else if (unit.isDown() && unit.job == null) {
                units.remove(unit.name);
            } else {
                unit.fileIsGone();
            }
        }
    }

    private String enable(String name, Effects effects) {
        Optional<UnitFile> file = read(name, effects);
        if (file.isEmpty()) {
            return "Unit file " + name + " does not exist.";
        }
        if (!file.get().wantedBy().contains("multi-user.target")) {
            return "Unit " + name + " has no WantedBy=multi-user.target: nothing to enable.";
        }
        effects.kernel().writeFile(UnitFile.WANTS_FOLDER + name, UnitFile.path(name));
        reload(effects);
        return "";
    }

    private String resetFailed(String name, Effects effects) {
        if (!name.isEmpty() && !units.containsKey(name)) {
            return "Unit " + name + " not loaded.";
        }
        for (Unit unit : units.values()) {
            if (name.isEmpty() || unit.name.equals(name)) {
                unit.startLimit.reset();
                if (unit.state == ActiveState.FAILED) {
                    unit.result = Unit.SUCCESS;
                    unit.subState = SubState.DEAD;
                    note(unit, ActiveState.INACTIVE, List.of(), effects);
                }
            }
        }
        return "";
    }

    private SystemdIpc.UnitState status(SystemdIpc.UnitStatus call, Effects effects) {
        String name = call.unit();
        Optional<Unit> loaded = load(name, effects);
        boolean enabled = effects.kernel().file(UnitFile.WANTS_FOLDER + name).isPresent();
        if (loaded.isEmpty()) {
            return new SystemdIpc.UnitState(
                    call.request(), name, "not-found", "inactive", "dead", Unit.SUCCESS, "", enabled, false, 0);
        }
        Unit unit = loaded.get();
        boolean stale = unit.found && !read(name, effects).equals(Optional.of(unit.file));
        return new SystemdIpc.UnitState(
                call.request(),
                name,
                unit.found ? "loaded" : "not-found",
                unit.state.word(),
                unit.subState.word(),
                unit.result,
                unit.process,
                enabled,
                stale,
                unit.restarts);
    }

    private void note(Unit unit, ActiveState state, List<String> because, Effects effects) {
        note(unit, state, because, effects, List.of());
    }

    private void note(Unit unit, ActiveState state, List<String> because, Effects effects, List<EventId> why) {
        boolean same = unit.state == state && state == ActiveState.INACTIVE;
        unit.state = state;
        if (same) {
            return;
        }
        String result = unit.awaitsRestart() ? "auto-restart after " + unit.result : unit.result;
        UnitStateChanged event =
                new UnitStateChanged(unit.name, state.word(), result.equals(Unit.SUCCESS) ? "" : result);
        EventId[] causes = why.toArray(EventId[]::new);
        unit.lastChange =
                because.isEmpty() ? effects.record(event, causes) : effects.recordBecause(event, because, causes);
    }

    private static List<String> stopSettings(Unit unit) {
        return unit.file.timeoutStopSec().isPresent() ? List.of() : List.of(PATH + "DefaultTimeoutStopSec");
    }

    private static List<String> limitSettings(Unit unit, String result) {
        if (!result.equals("start-limit-hit")) {
            return List.of();
        }
        List<String> settings = new ArrayList<>();
        if (unit.file.startLimitBurst().isEmpty()) {
            settings.add(PATH + "DefaultStartLimitBurst");
        }
        if (unit.file.startLimitIntervalSec().isEmpty()) {
            settings.add(PATH + "DefaultStartLimitIntervalSec");
        }
        return settings;
    }
}
