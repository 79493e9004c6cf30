/**
 * etcd: Raft, the key-value store with revisions, watches and leases, the server around them, and its clients.
 *
 * <p>Knows nothing of Kubernetes, whose API server is one client among others. Start reading at {@link
 * dev.quorate.model.etcd.EtcdClientMessage} for what clients see, and at {@link dev.quorate.model.etcd.EtcdSettings}.
 */
@NullMarked
package dev.quorate.model.etcd;

import org.jspecify.annotations.NullMarked;
