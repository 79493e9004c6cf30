/**
 * Corosync: Totem membership and total order, votequorum, and the closed process groups that Pacemaker talks over.
 *
 * <p>Knows nothing of Pacemaker. Start reading at {@link dev.quorate.model.corosync.CorosyncIpc} for what its clients
 * see.
 */
@NullMarked
package dev.quorate.model.corosync;

import org.jspecify.annotations.NullMarked;
