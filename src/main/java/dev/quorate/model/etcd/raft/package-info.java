/**
 * Raft as etcd's library does it: a state machine that is stepped with messages and ticks and asked what is ready.
 *
 * <p>Knows neither keys nor clients, time nor disk. Start reading at {@link dev.quorate.model.etcd.raft.RaftNode}; a
 * leader's bookkeeping is {@link dev.quorate.model.etcd.raft.Leader}.
 */
@NullMarked
package dev.quorate.model.etcd.raft;

import org.jspecify.annotations.NullMarked;
