/**
 * Rules of the network as plain decisions: ARP entries, TCP's patience.
 *
 * <p>Knows no host and no actor; the simulation's kernels ask it. Start reading at {@link
 * dev.quorate.model.net.ArpTable} and {@link dev.quorate.model.net.TcpPatience}.
 */
@NullMarked
package dev.quorate.model.net;

import org.jspecify.annotations.NullMarked;
