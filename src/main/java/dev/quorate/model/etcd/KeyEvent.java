package dev.quorate.model.etcd;

import java.util.Optional;

/**
 * A change of one key, as a watcher sees it.
 *
 * @param kv what was put; for a delete the key with the delete's revision and the value {@code ""}
 * @param previous what stood there before, empty when nothing did
 */
public record KeyEvent(boolean isDelete, KeyValue kv, Optional<KeyValue> previous) {

    public long revision() {
        return kv.modRevision();
    }
}
