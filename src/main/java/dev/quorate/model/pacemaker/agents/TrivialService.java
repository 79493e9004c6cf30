package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.Effects;
import dev.quorate.model.pacemaker.DaemonTimings;
import java.time.Duration;

/**
 * {@code ocf:pacemaker:Dummy}: a service that does nothing but remember that it runs.
 *
 * <p>Parameter {@code op_sleep}: seconds that a start or stop lasts besides; the agent's own.
 */
public final class TrivialService extends AgentRun {

    private String task = "";

    @Override
    public void start(String action, AgentHost host, Effects effects) {
        task = action;
        String seconds = host.parameters().getOrDefault("op_sleep", "0");
        if (!seconds.matches("[0-9]{1,5}")) {
            finish(Ocf.ERR_CONFIGURED, "op_sleep=" + seconds + " is no number of seconds"); // ocf_is_decimal
            return;
        }
        Duration sleep = action.equals("monitor") ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(seconds));
        Duration work = DaemonTimings.draw(
                effects.random("Dummy"),
                host.timings().agentMin(),
                host.timings().agentMedian());
        host.after(work.plus(sleep), "done", effects);
    }

    @Override
    public void onTimer(String step, AgentHost host, Effects effects) {
        switch (task) {
            case "start" -> {
                host.saveState("running", effects);
                finish(Ocf.SUCCESS, "");
            }
            case "stop" -> {
                host.clearState(effects);
                finish(Ocf.SUCCESS, "");
            }
            case "monitor" -> {
                if (host.state(effects).isPresent()) {
                    finish(Ocf.SUCCESS, "");
                } else {
                    finish(Ocf.NOT_RUNNING, "it does not run");
                }
            }
            default -> finish(Ocf.ERR_UNIMPLEMENTED, "no action " + task);
        }
    }
}
