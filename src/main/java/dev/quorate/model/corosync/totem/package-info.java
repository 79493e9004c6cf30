/**
 * Totem single ring: membership, total order and recovery, over the links that knet watches.
 *
 * <p>Knows nodes by number only; nothing of votes, groups or clients. Start reading at {@link
 * dev.quorate.model.corosync.totem.TotemSettings}.
 */
@NullMarked
package dev.quorate.model.corosync.totem;

import org.jspecify.annotations.NullMarked;
