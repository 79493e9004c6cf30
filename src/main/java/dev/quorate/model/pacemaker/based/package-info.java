/**
 * {@code pacemaker-based}: keeps this node's copy of the CIB and applies every change in the order Corosync delivers.
 *
 * <p>Knows nothing of elections or transitions. Start reading at {@link dev.quorate.model.pacemaker.based.CibIpc} for
 * what its clients see, and {@link dev.quorate.model.pacemaker.based.CibChange} for what can change.
 */
@NullMarked
package dev.quorate.model.pacemaker.based;

import org.jspecify.annotations.NullMarked;
