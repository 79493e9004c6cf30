/**
 * etcd's store: keys with revisions and history, transactions, leases; changed by applying the log, entry by entry.
 *
 * <p>Knows neither Raft nor connections nor time: when a lease ends is the server's matter. Start reading at {@link
 * dev.quorate.model.etcd.store.Store}.
 */
@NullMarked
package dev.quorate.model.etcd.store;

import org.jspecify.annotations.NullMarked;
