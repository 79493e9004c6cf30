package dev.quorate.model.etcd;

import java.util.List;
import java.util.Map;

/**
 * A member's whole store as {@code etcdctl snapshot save} writes it: what a restore starts from.
 *
 * @param revision the store's revision
 * @param kvs every living key
 * @param leases ids of the leases and their TTL in seconds
 */
public record EtcdBackup(long revision, List<KeyValue> kvs, Map<Long, Long> leases) {}
