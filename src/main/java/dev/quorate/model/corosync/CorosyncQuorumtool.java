package dev.quorate.model.corosync;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.corosync.CorosyncIpc.SetExpectedVotes;
import dev.quorate.model.corosync.CorosyncIpc.ToolAnswer;

/**
 * The operator's {@code corosync-quorumtool -e N} (kind {@code corosync-quorumtool}, argument {@code command}).
 *
 * <p>Ends with 0 when it was done, with 1 when corosync refused or does not run, with 2 when the command is not known.
 */
public final class CorosyncQuorumtool implements Machine {

    private final String command;

    /** The tool as it was typed, {@code -e 1}. */
    public CorosyncQuorumtool(ProcessSpec spec) {
        this.command = spec.arguments().getOrDefault("command", "").trim();
    }

    @Override
    public void onStart(Effects effects) {
        if (command.matches("-e\\s*\\d{1,4}")) {
            int votes = Integer.parseInt(command.substring(2).trim());
            effects.tell("corosync", new SetExpectedVotes(votes));
        } else {
            effects.exit(2);
        }
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof ToolAnswer answer) {
            effects.exit(answer.ok() ? 0 : 1);
        }
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        effects.exit(1);
    }
}
