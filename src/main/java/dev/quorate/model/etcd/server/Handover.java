package dev.quorate.model.etcd.server;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.raft.RaftNode;

/** A leader that stops hands its leadership over first, if there is anybody to take it (server.go TransferLeadership). */
final class Handover {

    private static final Timer LOOK = Timer.of("stop");

    private final MemberServer server;
    private final EtcdSettings settings;
    private long heir = RaftNode.NONE;
    private int looksLeft;
    private int exitCode;

    Handover(MemberServer server, EtcdSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    /** Begin; false when there is nothing to hand over, or nobody to take it. */
    boolean begin(int code, Effects effects) {
        RaftNode raft = server.raft();
        var oldest = server.transport().longestConnected();
        if (!raft.isLeader() || raft.members().voters().size() <= 1 || oldest.isEmpty()) {
            return false;
        }
        exitCode = code;
        heir = oldest.get();
        looksLeft = (int) (settings.requestTimeout().toMillis()
                / settings.heartbeatInterval().toMillis());
        raft.transferLeader(heir);
        effects.setTimer(LOOK, settings.heartbeatInterval());
        return true;
    }

    /** Whether that timer was its own: exit when the heir leads, or took too long. */
    boolean onTimer(Timer timer, Effects effects) {
        if (!timer.equals(LOOK)) {
            return false;
        }
        looksLeft--;
        if (server.raft().lead() == heir || looksLeft <= 0) {
            effects.exit(exitCode);
        } else {
            effects.setTimer(LOOK, settings.heartbeatInterval());
        }
        return true;
    }
}
