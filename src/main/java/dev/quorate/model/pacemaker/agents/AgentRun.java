package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Message;

/**
 * One run of an agent: a short-lived program that the executor starts for one action of one resource.
 *
 * <p>The executor passes it what comes for it and kills it at its timeout. It answers once, through {@link
 * #finish}.
 */
public abstract class AgentRun {

    private boolean finished;
    private int rc;
    private String reason = "";

    /** Begin; {@code task} is {@code start}, {@code stop} or {@code monitor}. */
    public abstract void start(String task, AgentHost host, Effects effects);

    /** A timer that it set through its host is due. */
    public void onTimer(String step, AgentHost host, Effects effects) {}

    /** A message of another process of this host came, to a request of its own. */
    public void onLocal(String from, Message message, AgentHost host, Effects effects) {}

    public void onLocalLost(String peer, AgentHost host, Effects effects) {}

    public void onConnected(ConnectionId connection, AgentHost host, Effects effects) {}

    public void onReceived(ConnectionId connection, Message message, AgentHost host, Effects effects) {}

    public void onDisconnected(ConnectionId connection, ConnectionError error, AgentHost host, Effects effects) {}

    /** End with an exit code in OCF's numbers; what comes later is ignored. */
    protected final void finish(int code, String why) {
        if (!finished) {
            finished = true;
            rc = code;
            reason = why;
        }
    }

    public final boolean isFinished() {
        return finished;
    }

    public final int rc() {
        return rc;
    }

    public final String reason() {
        return reason;
    }
}
