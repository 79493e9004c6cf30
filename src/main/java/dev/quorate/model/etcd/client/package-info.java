/**
 * Clients of etcd: the client library's connection with its retries, sessions and mutexes, and {@code etcdctl}.
 *
 * <p>They see a cluster only through {@link dev.quorate.model.etcd.EtcdClientMessage}. Start reading at {@link
 * dev.quorate.model.etcd.client.Etcdctl}.
 */
@NullMarked
package dev.quorate.model.etcd.client;

import org.jspecify.annotations.NullMarked;
