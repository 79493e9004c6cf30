package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.pacemaker.DaemonTimings;
import java.util.List;
import java.util.Optional;

/**
 * {@code ocf:quorate:apiserver-health}: is the local server healthy? It starts and stops nothing.
 *
 * <p>What it asks and what counts as healthy is given, so that it knows nothing of Kubernetes.
 */
public final class HealthCheck extends AgentRun {

    /** What to ask whom. */
    public interface Probe {

        /** Where it listens on this host. */
        Endpoint endpoint(AgentHost host, Effects effects);

        /** What is sent first. */
        Message opening();

        /** What is sent on a message that is not the last answer yet; empty when it is. */
        List<Message> next(Message received);

        /** Why the last answer does not count as healthy, or empty when it does. */
        Optional<String> complaint(Message answer);
    }

    private final Probe probe;

    public HealthCheck(Probe probe) {
        this.probe = probe;
    }

    @Override
    public void start(String task, AgentHost host, Effects effects) {
        switch (task) {
            case "start" -> {
                host.saveState("running", effects);
                host.connect(probe.endpoint(host, effects), effects);
            }
            case "stop" ->
                host.after(
                        DaemonTimings.draw(
                                effects.random("health"),
                                host.timings().agentMin(),
                                host.timings().agentMedian()),
                        "stopped",
                        effects);
            case "monitor" -> {
                if (host.state(effects).isEmpty()) {
                    finish(Ocf.NOT_RUNNING, "not started");
                } else {
                    host.connect(probe.endpoint(host, effects), effects);
                }
            }
            default -> finish(Ocf.ERR_UNIMPLEMENTED, "no action " + task);
        }
    }

    @Override
    public void onTimer(String step, AgentHost host, Effects effects) {
        host.clearState(effects);
        finish(Ocf.SUCCESS, "");
    }

    @Override
    public void onConnected(ConnectionId connection, AgentHost host, Effects effects) {
        effects.send(connection, probe.opening());
    }

    @Override
    public void onReceived(ConnectionId connection, Message message, AgentHost host, Effects effects) {
        List<Message> next = probe.next(message);
        if (!next.isEmpty()) {
            next.forEach(onward -> effects.send(connection, onward));
            return;
        }
        effects.close(connection);
        Optional<String> complaint = probe.complaint(message);
        finish(complaint.isEmpty() ? Ocf.SUCCESS : Ocf.ERR_GENERIC, complaint.orElse(""));
    }

    @Override
    public void onDisconnected(ConnectionId connection, ConnectionError error, AgentHost host, Effects effects) {
        finish(Ocf.ERR_GENERIC, error.words());
    }
}
