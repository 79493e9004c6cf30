package dev.quorate.model.corosync;

import dev.quorate.model.Message;
import dev.quorate.model.corosync.CorosyncIpc.CpgMember;
import dev.quorate.model.corosync.totem.RingId;
import dev.quorate.model.corosync.votequorum.NodeInfo;
import java.util.List;
import java.util.Map;

/** What the services of the members say to each other through Totem. */
sealed interface ServiceMessage extends Message {

    /**
     * On a new ring: my votes, and which processes of mine are in which group (votequorum_sync_process,
     * cpg_sync_process). A ring is synchronised when every member's was delivered.
     */
    record Sync(RingId ring, NodeInfo info, Map<String, List<CpgMember>> groups) implements ServiceMessage {}

    /** My votes changed between rings. */
    record Votes(NodeInfo info) implements ServiceMessage {}

    /** {@code corosync-quorumtool -e}. */
    record Reconfigure(int expectedVotes) implements ServiceMessage {}

    record GroupJoin(String group, CpgMember member) implements ServiceMessage {}

    record GroupLeave(String group, CpgMember member) implements ServiceMessage {}

    record GroupMessage(String group, CpgMember from, Message payload) implements ServiceMessage {
        @Override
        public String summary() {
            return group + ": " + payload.summary();
        }
    }
}
