package dev.quorate.model.corosync;

/**
 * A node of corosync.conf's nodelist.
 *
 * @param name node name, the host's own
 * @param nodeId from 1 up, unique
 * @param ringAddress ring0_addr: the host's address on the {@code cluster} network
 * @param votes quorum_votes, mostly 1
 */
public record CorosyncNode(String name, int nodeId, String ringAddress, int votes) {

    public CorosyncNode {
        if (nodeId < 1) {
            throw new IllegalArgumentException("nodeid of " + name + " must be at least 1, was " + nodeId);
        }
        if (votes < 0) {
            throw new IllegalArgumentException("quorum_votes of " + name + " must not be negative, was " + votes);
        }
    }
}
