package dev.quorate.model.pacemaker.executor;

import dev.quorate.model.Effects;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.agents.AgentHost;
import dev.quorate.model.pacemaker.agents.AgentRun;
import dev.quorate.model.pacemaker.agents.Ocf;
import dev.quorate.model.pacemaker.fencer.FenceIpc;

/**
 * A fence device as a resource: "started" says which node watches it; the fencer can use it from any.
 *
 * <p>Start and monitor ask the device for its status through the local fencer (execd_commands.c,
 * execute_stonith_action). A probe only asks whether this executor started it.
 */
final class FenceDeviceRun extends AgentRun {

    private String task = "";

    @Override
    public void start(String action, AgentHost host, Effects effects) {
        task = action;
        switch (action) {
            case "stop" -> {
                host.clearState(effects);
                finish(Ocf.SUCCESS, "");
            }
            case "start" -> ask(host, effects);
            case "monitor" -> {
                if (host.state(effects).isEmpty()) {
                    finish(Ocf.NOT_RUNNING, "not started here");
                } else {
                    ask(host, effects);
                }
            }
            default -> finish(Ocf.ERR_UNIMPLEMENTED, "no action " + action);
        }
    }

    private void ask(AgentHost host, Effects effects) {
        host.after(
                DaemonTimings.draw(
                        effects.random("fence-device"),
                        host.timings().agentMin(),
                        host.timings().agentMedian()),
                "ask",
                effects);
    }

    @Override
    public void onTimer(String step, AgentHost host, Effects effects) {
        if (task.equals("start")) {
            host.saveState("started", effects);
        }
        effects.tell("pacemaker-fenced", new FenceIpc.AskDevice(host.resource()));
    }

    void onStatus(FenceIpc.DeviceStatus status) {
        finish(status.ok() ? Ocf.SUCCESS : Ocf.ERR_GENERIC, status.error());
    }

    @Override
    public void onLocalLost(String peer, AgentHost host, Effects effects) {
        if (peer.equals("pacemaker-fenced")) {
            finish(Ocf.ERR_GENERIC, "no fencer");
        }
    }
}
