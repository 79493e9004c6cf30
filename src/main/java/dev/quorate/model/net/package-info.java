/**
 * The network that hosts share: links with latency and loss, ARP, TCP, addresses and VIPs.
 *
 * <p>It must not know who talks over it. Start reading at {@link dev.quorate.model.net.NetworkSettings}.
 */
@NullMarked
package dev.quorate.model.net;

import org.jspecify.annotations.NullMarked;
