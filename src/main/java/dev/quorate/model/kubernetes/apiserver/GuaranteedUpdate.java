package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.Effects;
import dev.quorate.model.etcd.Compare;
import dev.quorate.model.etcd.EtcdClientMessage.RangeRequest;
import dev.quorate.model.etcd.EtcdClientMessage.RangeResponse;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.EtcdClientMessage.TxnRequest;
import dev.quorate.model.etcd.EtcdClientMessage.TxnResponse;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.etcd.KeyValue;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes an object with optimistic concurrency: from the cached object first, from the store when that fails, again when
 * somebody else was faster (apiserver storage/etcd3 GuaranteedUpdate).
 */
final class GuaranteedUpdate {

    /** Makes the new object from the stored one, or refuses with an error. */
    @FunctionalInterface
    interface Transform {
        Outcome on(ApiObject current);
    }

    /** What a transform came to: an object to write, or a refusal; {@code gone} removes the object. */
    record Outcome(@Nullable ApiObject object, @Nullable ApiResponse refusal, boolean gone) {
        static Outcome write(ApiObject object) {
            return new Outcome(object, null, false);
        }

        static Outcome refuse(ApiResponse refusal) {
            return new Outcome(null, refusal, false);
        }

        static Outcome remove(ApiObject last) {
            return new Outcome(last, null, true);
        }
    }

    /** One guaranteed update on its way. */
    record Change(long id, String verb, ObjectKey key, Transform transform, String writer, Registry.Answer answer) {}

    private static final int MAX_TRIES = 100; // a bound; the real loop ends with its context

    private final EtcdStore store;
    private final WatchCache cache;
    private final StoreEvents events;

    GuaranteedUpdate(EtcdStore store, WatchCache cache, StoreEvents events) {
        this.store = store;
        this.cache = cache;
        this.events = events;
    }

    /** Carry it out. */
    void change(Change change, Effects effects) {
        ApiObject cached = cache.isReady() ? cache.find(change.key) : null;
        if (cached != null) {
            tryChange(change, cached, false, 0, effects);
        } else {
            refresh(change, 0, effects);
        }
    }

    private void refresh(Change change, int tries, Effects effects) {
        if (tries > MAX_TRIES) {
            throw new IllegalStateException("more than " + MAX_TRIES + " tries to write " + change.key);
        }
        read(
                change.key,
                (current, error, later) -> {
                    if (error != null) {
                        change.answer.on(ApiResponse.error(change.id, 500, "InternalError", error), later);
                    } else if (current == null) {
                        change.answer.on(Refusals.notFound(change.id, change.key), later);
                    } else {
                        tryChange(change, current, true, tries, later);
                    }
                },
                effects);
    }

    private void tryChange(Change change, ApiObject current, boolean live, int tries, Effects effects) {
        Outcome outcome = change.transform.on(current);
        boolean same = !outcome.gone && current.equals(outcome.object);
        if (!live && (same || outcome.refusal != null)) {
            refresh(change, tries, effects);
        } else if (outcome.refusal != null) {
            events.refused(change.key, outcome.refusal, effects);
            change.answer.on(outcome.refusal, effects);
        } else if (same) {
            change.answer.on(ApiResponse.of(change.id, 200, current), effects);
        } else if (outcome.object != null) {
            write(change, current, outcome.object, outcome.gone, tries, effects);
        }
    }

    private void write(Change change, ApiObject before, ApiObject after, boolean gone, int tries, Effects effects) {
        String path = change.key.registryKey();
        long version = before.metadata().resourceVersion();
        ApiObject stored = after.withResourceVersion(0);
        store.call(
                id -> new TxnRequest(
                        id,
                        List.of(Compare.modRevision(path, version)),
                        List.of(gone ? EtcdOp.Delete.of(path) : EtcdOp.Put.of(path, stored)),
                        List.of()),
                (response, error, later) -> {
                    if (response.isEmpty() || !(response.get() instanceof TxnResponse txn)) {
                        change.answer.on(ApiResponse.error(change.id, 500, "InternalError", error), later);
                    } else if (!txn.succeeded()) {
                        refresh(change, tries + 1, later);
                    } else {
                        ApiObject written = after.withResourceVersion(txn.revision());
                        if (gone) {
                            events.removed(written, later);
                        } else {
                            events.changed(before, written, change.writer, later);
                        }
                        change.answer.on(ApiResponse.of(change.id, 200, written), later);
                    }
                },
                effects);
    }

    /** Called with the object, or null when there is none; {@code error} is null unless the store failed. */
    @FunctionalInterface
    interface Found {
        void on(@Nullable ApiObject current, @Nullable String error, Effects effects);
    }

    /** Read one object with quorum. */
    void read(ObjectKey key, Found found, Effects effects) {
        store.call(
                id -> new RangeRequest(id, EtcdOp.Range.of(key.registryKey()), false),
                (response, error, later) -> {
                    Response answer = response.orElse(null);
                    if (answer instanceof RangeResponse range) {
                        found.on(
                                range.kvs().isEmpty()
                                        ? null
                                        : decode(range.kvs().get(0)),
                                null,
                                later);
                    } else {
                        found.on(null, error, later);
                    }
                },
                effects);
    }

    static ApiObject decode(KeyValue kv) {
        if (kv.value() instanceof ApiObject object) {
            return object.withResourceVersion(kv.modRevision());
        }
        throw new IllegalStateException("no API object below " + kv.key() + ": " + kv.value());
    }
}
