package dev.quorate.simulation.network;

/**
 * Where a packet goes, by its sender's neighbour table.
 *
 * @param link the way to it
 * @param target the host whose hardware address the frame carries
 */
record Route(Link link, Station target) {}
