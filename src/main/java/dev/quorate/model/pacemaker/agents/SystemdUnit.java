package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.Effects;
import dev.quorate.model.Message;
import dev.quorate.model.host.systemd.SystemdIpc;
import java.time.Duration;

/**
 * {@code systemd:UNIT}: the executor asks the service manager over D-Bus, no agent program runs.
 *
 * <p>A unit that is being started or stopped is asked for again (lib/services/systemd.c, action_complete: every 2 s).
 */
public final class SystemdUnit extends AgentRun {

    private static final String SYSTEMD = "systemd";

    private final String unit;
    private long request;
    private String task = "";

    /** For a unit; without a suffix it is a service. */
    public SystemdUnit(String unit) {
        this.unit = unit.indexOf('.') >= 0 ? unit : unit + ".service";
    }

    @Override
    public void start(String action, AgentHost host, Effects effects) {
        task = action;
        request = host.requestNumber();
        switch (action) {
            case "start" -> effects.tell(SYSTEMD, new SystemdIpc.StartUnit(request, unit));
            case "stop" -> effects.tell(SYSTEMD, new SystemdIpc.StopUnit(request, unit));
            case "monitor" -> effects.tell(SYSTEMD, new SystemdIpc.UnitStatus(request, unit));
            default -> finish(Ocf.ERR_UNIMPLEMENTED, "no action " + action);
        }
    }

    @Override
    public void onLocal(String from, Message message, AgentHost host, Effects effects) {
        if (message instanceof SystemdIpc.JobDone done && done.request() == request) {
            if (done.isDone() || (task.equals("stop") && done.result().equals("not-found"))) {
                finish(Ocf.SUCCESS, "");
            } else {
                finish(
                        done.result().equals("not-found") ? Ocf.ERR_INSTALLED : Ocf.ERR_GENERIC,
                        unit + ": job " + done.result());
            }
        } else if (message instanceof SystemdIpc.UnitState state && state.request() == request) {
            onState(state, host, effects);
        }
    }

    private void onState(SystemdIpc.UnitState state, AgentHost host, Effects effects) {
        switch (state.activeState()) {
            case "active" -> finish(Ocf.SUCCESS, "");
            case "activating", "deactivating" -> host.after(Duration.ofSeconds(2), "again", effects);
            default -> finish(Ocf.NOT_RUNNING, unit + " is " + state.activeState());
        }
    }

    @Override
    public void onTimer(String step, AgentHost host, Effects effects) {
        start(task, host, effects);
    }

    @Override
    public void onLocalLost(String peer, AgentHost host, Effects effects) {
        if (peer.equals(SYSTEMD)) {
            finish(Ocf.ERR_GENERIC, "no service manager");
        }
    }
}
