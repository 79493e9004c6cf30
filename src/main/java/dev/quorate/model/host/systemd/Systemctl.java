package dev.quorate.model.host.systemd;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.trace.ClientEvent.ErrorSeen;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code systemctl} (kind {@code systemctl}): argument {@code command} is its command line, {@code enable --now
 * etcd.service}. It exits with systemctl's codes (systemctl(1), "Exit status"): 0, 1 when it failed, 3 when a unit
 * is not active, 4 or 5 when there is no such unit.
 */
public final class Systemctl implements Machine {

    private final List<String> units = new ArrayList<>();
    private String verb = "";
    private boolean now;
    private int worst;
    private int open;

    public Systemctl(ProcessSpec spec) {
        for (String word : spec.arguments().getOrDefault("command", "").trim().split("\\s+")) {
            if (word.equals("--now")) {
                now = true;
            } else if (verb.isEmpty()) {
                verb = word;
            } else {
                units.add(word.contains(".") ? word : word + ".service");
            }
        }
    }

    @Override
    public void onStart(Effects effects) {
        boolean alone = verb.equals("daemon-reload") || verb.equals("reset-failed");
        if (units.isEmpty() && !alone) {
            fail(effects, "Too few arguments: systemctl " + verb, 1);
        } else if (units.isEmpty()) {
            ask(effects, "");
        }
        for (String unit : List.copyOf(units)) {
            ask(effects, unit);
        }
        if (open == 0) {
            effects.exit(worst);
        }
    }

    private void ask(Effects effects, String unit) {
        open++;
        SystemdIpc call = switch (verb) {
            case "start" -> new SystemdIpc.StartUnit(open, unit);
            case "stop" -> new SystemdIpc.StopUnit(open, unit);
            case "restart" -> new SystemdIpc.RestartUnit(open, unit);
            case "enable" -> new SystemdIpc.EnableUnit(open, unit);
            case "disable" -> new SystemdIpc.DisableUnit(open, unit);
            case "daemon-reload" -> new SystemdIpc.DaemonReload(open);
            case "reset-failed" -> new SystemdIpc.ResetFailed(open, unit);
            case "status", "is-active" -> new SystemdIpc.UnitStatus(open, unit);
            default -> new SystemdIpc.UnitStatus(0, unit);
        };
        if (call instanceof SystemdIpc.UnitStatus status && status.request() == 0) {
            open--;
            fail(effects, "Unknown command verb " + verb + ".", 1);
            return;
        }
        effects.tell("systemd", call);
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof SystemdIpc.JobDone done) {
            onJobDone(done, effects);
        } else if (message instanceof SystemdIpc.MethodReturn answer) {
            if (!answer.error().isEmpty()) {
                fail(effects, "Failed to " + verb + " unit: " + answer.error(), 1);
            } else if (now && (verb.equals("enable") || verb.equals("disable"))) {
                verb = verb.equals("enable") ? "start" : "stop";
                units.forEach(unit -> ask(effects, unit));
            }
        } else if (message instanceof SystemdIpc.UnitState state && !state.isActive()) {
            worst = Math.max(worst, verb.equals("status") && state.loadState().equals("not-found") ? 4 : 3);
            if (verb.equals("status")) {
                effects.record(new ErrorSeen("systemd", words(state)));
            }
        }
        open--;
        if (open == 0) {
            effects.exit(worst);
        }
    }

    private static String words(SystemdIpc.UnitState state) {
        return state.loadState().equals("not-found")
                ? "Unit " + state.unit() + " could not be found."
                : state.unit() + ": Active: " + state.activeState()
                        + (state.result().equals(Unit.SUCCESS) ? "" : " (Result: " + state.result() + ")");
    }

    private void onJobDone(SystemdIpc.JobDone done, Effects effects) {
        switch (done.result()) {
            case "done" -> {}
            case "not-found" -> fail(effects, "Unit " + done.unit() + " not found.", 5);
            case "dependency" -> fail(effects, "A dependency job for " + done.unit() + " failed.", 1);
            default ->
                fail(
                        effects,
                        "Job for " + done.unit() + " " + done.result()
                                + (done.unitResult().isEmpty() ? "." : " (" + done.unitResult() + ")."),
                        1);
        }
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        fail(effects, "Failed to connect to bus: Connection refused", 1);
        effects.exit(1);
    }

    private void fail(Effects effects, String words, int code) {
        worst = Math.max(worst, code);
        effects.record(new ErrorSeen("systemd", words));
    }
}
