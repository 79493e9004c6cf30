package dev.quorate.model.corosync.qdevice;

import dev.quorate.model.Message;
import java.util.List;

/** What a qdevice and its qnetd say to each other over TCP (qdevices/msg.h of corosync-qdevice). */
sealed interface QdeviceMessage extends Message {

    /**
     * My corosync is on this ring.
     *
     * @param configured how many nodes the cluster has
     */
    record Membership(int nodeId, String ringId, List<Integer> members, int configured) implements QdeviceMessage {}

    /** Cast the device's vote on that ring, or do not. */
    record Vote(String ringId, boolean cast) implements QdeviceMessage {}

    /** The vote was heard and is followed. */
    record VoteHeard(String ringId) implements QdeviceMessage {}

    record EchoRequest(int number) implements QdeviceMessage {}

    record EchoReply(int number) implements QdeviceMessage {}
}
