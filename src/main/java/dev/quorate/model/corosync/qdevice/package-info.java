/**
 * The quorum device: corosync-qdevice beside each corosync, and corosync-qnetd on a host outside the cluster.
 *
 * <p>Talks to corosync over its IPC only; knows nothing of Totem. Start reading at {@link
 * dev.quorate.model.corosync.qdevice.Qnetd}.
 */
@NullMarked
package dev.quorate.model.corosync.qdevice;

import org.jspecify.annotations.NullMarked;
