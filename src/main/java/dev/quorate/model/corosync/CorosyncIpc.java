package dev.quorate.model.corosync;

import dev.quorate.model.Message;
import java.util.List;

/**
 * What processes of a host say to their corosync and hear from it, over local IPC (cpg_*, quorum_* of corosync 3).
 *
 * <p>When corosync dies its clients learn it through {@code Machine.onLocalLost("corosync")}.
 */
public sealed interface CorosyncIpc extends Message {

    /** Client: join a closed process group (cpg_join). One membership for each (host, process, group). */
    record CpgJoin(String group) implements CorosyncIpc {}

    /** Client: leave it (cpg_leave); the end of the process leaves as well. */
    record CpgLeave(String group) implements CorosyncIpc {}

    /** Client: multicast to the group in total order (cpg_mcast_joined, CPG_TYPE_AGREED). */
    record CpgMulticast(String group, Message payload) implements CorosyncIpc {}

    /** Corosync: a message of the group, delivered in the same order everywhere, the sender included. */
    record CpgDelivered(String group, CpgMember from, Message payload) implements CorosyncIpc {}

    /** Corosync: the group's members changed; delivered in order with the messages. */
    record CpgConfigurationChanged(String group, List<CpgMember> members, List<CpgMember> left, List<CpgMember> joined)
            implements CorosyncIpc {}

    /** Client: tell me of quorum from now on (quorum_trackstart, CS_TRACK_CHANGES and CS_TRACK_CURRENT). */
    record QuorumTrackStart() implements CorosyncIpc {}

    /** Corosync: quorum or membership changed. Members in node id order. */
    record QuorumNotification(boolean quorate, String ringId, List<String> members) implements CorosyncIpc {}

    /** {@code corosync-quorumtool -e N}. */
    record SetExpectedVotes(int expectedVotes) implements CorosyncIpc {}

    /** corosync-qdevice: I am the quorum device of this node (votequorum_qdevice_register). */
    record DeviceRegister() implements CorosyncIpc {}

    /** Corosync to its quorum device: the ring whose votes are to be counted. */
    record DeviceRing(int nodeId, String ringId, List<Integer> members) implements CorosyncIpc {}

    /** corosync-qdevice: on that ring the device casts its vote, or does not (votequorum_qdevice_poll). */
    record DevicePoll(String ringId, boolean castVote) implements CorosyncIpc {}

    /** Answer to a tool: whether it was done, and the error code's name when not. */
    record ToolAnswer(boolean ok, String error) implements CorosyncIpc {}

    /**
     * A process in a group.
     *
     * @param host node name
     * @param process the process's name on it
     */
    record CpgMember(String host, String process) implements Comparable<CpgMember> {
        @Override
        public int compareTo(CpgMember other) {
            int byHost = host.compareTo(other.host);
            return byHost != 0 ? byHost : process.compareTo(other.process);
        }
    }
}
