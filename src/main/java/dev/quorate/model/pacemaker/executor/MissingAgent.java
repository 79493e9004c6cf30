package dev.quorate.model.pacemaker.executor;

import dev.quorate.model.Effects;
import dev.quorate.model.pacemaker.agents.AgentHost;
import dev.quorate.model.pacemaker.agents.AgentRun;
import dev.quorate.model.pacemaker.agents.Ocf;

/** What runs when an agent is not installed. */
final class MissingAgent extends AgentRun {

    private final String spelling;

    MissingAgent(String spelling) {
        this.spelling = spelling;
    }

    @Override
    public void start(String task, AgentHost host, Effects effects) {
        finish(Ocf.ERR_INSTALLED, spelling + " is not installed");
    }
}
