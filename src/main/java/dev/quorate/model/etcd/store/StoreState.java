package dev.quorate.model.etcd.store;

import dev.quorate.model.etcd.KeyEvent;
import dev.quorate.model.etcd.KeyValue;
import java.util.List;
import java.util.Map;

/**
 * A store's whole content, immutable: what a Raft snapshot carries.
 *
 * @param keys every key's versions
 * @param leases id and TTL in seconds
 */
public record StoreState(
        long revision,
        long compactRevision,
        Map<String, List<KeyValue>> keys,
        List<KeyEvent> history,
        Map<Long, Long> leases) {}
