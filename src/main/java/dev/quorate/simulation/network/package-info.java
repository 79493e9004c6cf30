/**
 * The network: links between hosts, datagrams, TCP connections as the kernels at both ends see them, VIPs.
 *
 * <p>Hosts are {@link dev.quorate.simulation.network.Station}s here, processes {@link
 * dev.quorate.simulation.network.Socket}s; what they run is unknown. Start reading at {@link
 * dev.quorate.simulation.network.Network}.
 */
@NullMarked
package dev.quorate.simulation.network;

import org.jspecify.annotations.NullMarked;
