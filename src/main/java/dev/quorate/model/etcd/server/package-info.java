/**
 * The etcd server process: one member, its peers, its clients and its disk around a Raft node and a store.
 *
 * <p>Start reading at {@link dev.quorate.model.etcd.server.EtcdMachine}. It knows neither its host's health nor
 * Kubernetes.
 */
@NullMarked
package dev.quorate.model.etcd.server;

import org.jspecify.annotations.NullMarked;
