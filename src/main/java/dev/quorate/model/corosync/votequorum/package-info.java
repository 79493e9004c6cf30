/**
 * votequorum: who has the right to go on, counted in votes.
 *
 * <p>Knows members and their votes, nothing of rings, timers of Totem or clients. Start reading at {@link
 * dev.quorate.model.corosync.votequorum.QuorumSettings}.
 */
@NullMarked
package dev.quorate.model.corosync.votequorum;

import org.jspecify.annotations.NullMarked;
