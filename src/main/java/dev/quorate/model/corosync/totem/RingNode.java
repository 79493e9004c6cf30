package dev.quorate.model.corosync.totem;

/**
 * A node that may be on the ring.
 *
 * @param nodeId from 1 up
 * @param name its host's name, for traces and for whom a timer awaits
 * @param address where its datagrams go
 */
public record RingNode(int nodeId, String name, String address) {}
