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
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Namespace;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.ObjectMeta;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Create, read, update and delete objects in etcd with optimistic concurrency (apiserver registry/generic/registry,
 * storage/etcd3 GuaranteedUpdate).
 */
final class Registry {

    /** Called once with the answer. */
    @FunctionalInterface
    interface Answer {
        void on(ApiResponse response, Effects effects);
    }

    /** Makes the new object from the stored one, or refuses with an error. */
    @FunctionalInterface
    private interface Transform {
        Outcome on(ApiObject current);
    }

    /** What a transform came to: an object to write, or a refusal; {@code gone} removes the object. */
    private record Outcome(
            @Nullable ApiObject object, @Nullable ApiResponse refusal, boolean gone) {
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
    private record Change(long id, String verb, ObjectKey key, Transform transform, String writer, Answer answer) {}

    private static final List<String> IMMORTAL = List.of("default", "kube-system", "kube-public", "kube-node-lease");
    private static final int MAX_TRIES = 100; // a bound; the real loop ends with its context
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789"; // apimachinery util/rand

    private final EtcdStore store;
    private final WatchCache cache;
    private final Strategy strategy;
    private final StoreEvents events;

    Registry(EtcdStore store, WatchCache cache, Strategy strategy, StoreEvents events) {
        this.store = store;
        this.cache = cache;
        this.strategy = strategy;
        this.events = events;
    }

    void get(ApiRequest.Get get, Answer answer, Effects effects) {
        if (get.resourceVersion() == ApiRequest.ANY && cache.isReady()) {
            ApiObject known = cache.find(get.key());
            answer.on(known == null ? notFound(get.id(), get.key()) : ApiResponse.of(get.id(), 200, known), effects);
            return;
        }
        read(
                get.key(),
                (current, error, later) -> {
                    if (error != null) {
                        answer.on(ApiResponse.error(get.id(), 500, "InternalError", error), later);
                    } else if (current == null) {
                        answer.on(notFound(get.id(), get.key()), later);
                    } else {
                        answer.on(ApiResponse.of(get.id(), 200, current), later);
                    }
                },
                effects);
    }

    void list(ApiRequest.ListAll list, Answer answer, Effects effects) {
        if (list.resourceVersion() == ApiRequest.ANY && cache.isReady()) {
            answer.on(
                    ApiResponse.list(
                            list.id(), cache.list(list.resource(), list.namespace(), list.node()), cache.revision()),
                    effects);
            return;
        }
        String prefix = list.namespace().isEmpty()
                ? list.resource().prefix()
                : list.resource().prefix() + list.namespace() + "/";
        store.call(
                id -> new RangeRequest(id, EtcdOp.Range.prefix(prefix), false),
                (response, error, later) -> {
                    if (response.isPresent() && response.get() instanceof RangeResponse range) {
                        List<ApiObject> items = new ArrayList<>();
                        for (KeyValue kv : range.kvs()) {
                            ApiObject object = decode(kv);
                            if (ApiRequest.fits(list.node(), object)) {
                                items.add(object);
                            }
                        }
                        answer.on(ApiResponse.list(list.id(), items, range.revision()), later);
                    } else {
                        answer.on(ApiResponse.error(list.id(), 500, "InternalError", error), later);
                    }
                },
                effects);
    }

    void create(ApiRequest.Create create, String writer, Answer answer, Effects effects) {
        create(create.id(), create.object(), writer, answer, effects);
    }

    private void create(long id, ApiObject given, String writer, Answer answer, Effects effects) {
        ApiObject object = strategy.admit(given);
        ObjectMeta meta = object.metadata();
        String name = meta.name().endsWith("-") ? meta.name() + suffix(effects.random("names")) : meta.name();
        object = object.withMetadata(meta.withName(name)
                .withUid(uid(effects.random("uids")))
                .withResourceVersion(0)
                .withDeletionTimestamp(null)
                .withCreationTimestamp(effects.wall()));
        Optional<ApiResponse> refused = admitted(id, object);
        if (refused.isPresent()) {
            answer.on(refused.get(), effects);
            return;
        }
        ObjectKey key = object.key();
        String path = key.registryKey();
        ApiObject stored = object;
        store.call(
                number -> new TxnRequest(
                        number, List.of(Compare.modRevision(path, 0)), List.of(EtcdOp.Put.of(path, stored)), List.of()),
                (response, error, later) -> {
                    if (response.isEmpty() || !(response.get() instanceof TxnResponse txn)) {
                        answer.on(ApiResponse.error(id, 500, "InternalError", error), later);
                    } else if (!txn.succeeded()) {
                        answer.on(
                                ApiResponse.error(
                                        id,
                                        409,
                                        "AlreadyExists",
                                        key.resource().qualified() + " \"" + key.name() + "\" already exists"),
                                later);
                    } else {
                        ApiObject created = stored.withResourceVersion(txn.revision());
                        events.created(created, writer, later);
                        answer.on(ApiResponse.of(id, 201, created), later);
                    }
                },
                effects);
    }

    /** Validation, NamespaceLifecycle and ResourceQuota; the refusal, if any. */
    private Optional<ApiResponse> admitted(long id, ApiObject object) {
        Optional<String> wrong = strategy.refusesNew(object);
        if (wrong.isPresent()) {
            return Optional.of(invalid(id, object.key(), wrong.get()));
        }
        String namespace = object.metadata().namespace();
        if (!object.resource().isNamespaced() || IMMORTAL.contains(namespace)) {
            return Optional.empty();
        }
        ApiObject home = cache.find(new ObjectKey(Resource.NAMESPACES, "", namespace));
        if (home == null) {
            return Optional.of(ApiResponse.error(id, 404, "NotFound", "namespaces \"" + namespace + "\" not found"));
        }
        if (home instanceof Namespace known && known.terminating()) {
            return Optional.of(ApiResponse.error(
                    id,
                    403,
                    "Forbidden",
                    object.resource().qualified() + " \"" + object.metadata().name()
                            + "\" is forbidden: unable to create new content in namespace " + namespace
                            + " because it is being terminated"));
        }
        return Optional.empty();
    }

    void update(ApiRequest.Update update, String writer, Answer answer, Effects effects) {
        ApiObject wanted = update.object();
        ObjectKey key = wanted.key();
        long version = wanted.metadata().resourceVersion();
        String uid = wanted.metadata().uid();
        Transform transform = current -> {
            if (!uid.isEmpty() && !uid.equals(current.metadata().uid())) {
                return Outcome.refuse(wrongUid(update.id(), key, uid, current.metadata()));
            }
            if (version != 0 && version != current.metadata().resourceVersion()) {
                return Outcome.refuse(conflict(
                        update.id(),
                        key,
                        "the object has been modified; please apply your changes to the latest version and try"
                                + " again"));
            }
            return validated(update.id(), current, Strategy.keepMetadata(current, wanted));
        };
        Answer or404 = (response, later) -> {
            if (response.isNotFound() && !uid.isEmpty()) {
                // GuaranteedUpdate checks the precondition against the empty object: storage.NewInvalidObjError.
                answer.on(wrongUid(update.id(), key, uid, ObjectMeta.of(key.namespace(), key.name())), later);
            } else if (response.isNotFound() && key.resource() == Resource.LEASES) {
                // coordination/lease/strategy.go AllowCreateOnUpdate
                create(update.id(), wanted, writer, answer, later);
            } else {
                answer.on(response, later);
            }
        };
        change(new Change(update.id(), "update", key, transform, writer, or404), effects);
    }

    void patch(ApiRequest.PatchObject patch, String writer, Answer answer, Effects effects) {
        Transform transform = current -> {
            try {
                return validated(
                        patch.id(),
                        current,
                        Strategy.keepMetadata(current, patch.patch().applyTo(current)));
            } catch (IllegalArgumentException e) {
                return Outcome.refuse(invalid(patch.id(), patch.key(), String.valueOf(e.getMessage())));
            }
        };
        change(new Change(patch.id(), "patch", patch.key(), transform, writer, answer), effects);
    }

    private Outcome validated(long id, ApiObject current, ApiObject next) {
        Optional<String> wrong = strategy.refuses(current, next);
        if (wrong.isPresent()) {
            return Outcome.refuse(invalid(id, current.key(), wrong.get()));
        }
        boolean last =
                next.metadata().isDeleting() && next.metadata().finalizers().isEmpty();
        boolean kept = current instanceof Pod;
        return last && !kept ? Outcome.remove(next) : Outcome.write(next);
    }

    /** pkg/registry/core/pod/storage/storage.go assignPod, setPodHostAndAnnotations. */
    void bind(ApiRequest.Bind bind, String writer, Answer answer, Effects effects) {
        Transform transform = current -> {
            if (!(current instanceof Pod pod)) {
                return Outcome.refuse(notFound(bind.id(), bind.pod()));
            }
            if (!bind.podUid().isEmpty() && !bind.podUid().equals(pod.metadata().uid())) {
                return Outcome.refuse(wrongUid(bind.id(), bind.pod(), bind.podUid(), pod.metadata()));
            }
            if (pod.metadata().isDeleting()) {
                return Outcome.refuse(bindConflict(
                        bind.id(),
                        bind.pod(),
                        "pod " + pod.metadata().name() + " is being deleted, cannot be assigned to a host"));
            }
            if (!pod.nodeName().isEmpty()) {
                return Outcome.refuse(bindConflict(
                        bind.id(),
                        bind.pod(),
                        "pod " + pod.metadata().name() + " is already assigned to node \"" + pod.nodeName() + "\""));
            }
            return Outcome.write(pod.withNodeName(bind.node()));
        };
        Answer created = (response, later) -> answer.on(
                response.isSuccess() ? ApiResponse.of(bind.id(), 201, response.as(Pod.class)) : response, later);
        change(new Change(bind.id(), "bind", bind.pod(), transform, writer, created), effects);
    }

    void delete(ApiRequest.Delete delete, String writer, Answer answer, Effects effects) {
        ObjectKey key = delete.key();
        SimTime now = effects.wall();
        Transform transform = current -> {
            ObjectMeta meta = current.metadata();
            if (!delete.uid().isEmpty() && !delete.uid().equals(meta.uid())) {
                return Outcome.refuse(wrongUid(delete.id(), key, delete.uid(), meta));
            }
            boolean graceful =
                    current instanceof Pod pod && !pod.nodeName().isEmpty() && !pod.isTerminated() && !delete.force();
            if (!graceful && meta.finalizers().isEmpty()) {
                return Outcome.remove(current);
            }
            if (meta.isDeleting()) {
                return Outcome.write(current);
            }
            ApiObject marked = current.withMetadata(meta.withDeletionTimestamp(now));
            return Outcome.write(marked instanceof Namespace n ? n.withTerminating(true) : marked);
        };
        change(new Change(delete.id(), "delete", key, transform, writer, answer), effects);
    }

    // -- GuaranteedUpdate: from the cached object first, from the store when that fails

    private void change(Change change, Effects effects) {
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
                        change.answer.on(notFound(change.id, change.key), later);
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
    private interface Found {
        void on(@Nullable ApiObject current, @Nullable String error, Effects effects);
    }

    private void read(ObjectKey key, Found found, Effects effects) {
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

    private static ApiObject decode(KeyValue kv) {
        if (kv.value() instanceof ApiObject object) {
            return object.withResourceVersion(kv.modRevision());
        }
        throw new IllegalStateException("no API object below " + kv.key() + ": " + kv.value());
    }

    private static String uid(RandomStream random) {
        String hex = hex(random) + hex(random);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20, 32);
    }

    private static String hex(RandomStream random) {
        String digits = Long.toHexString(random.nextLong());
        return "0".repeat(16 - digits.length()) + digits;
    }

    private static String suffix(RandomStream random) {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }

    static ApiResponse notFound(long id, ObjectKey key) {
        return ApiResponse.error(id, 404, "NotFound", key.resource().qualified() + " \"" + key.name() + "\" not found");
    }

    private static ApiResponse invalid(long id, ObjectKey key, String wrong) {
        return ApiResponse.error(
                id, 422, "Invalid", key.resource().qualified() + " \"" + key.name() + "\" is invalid: " + wrong);
    }

    private static ApiResponse conflict(long id, ObjectKey key, String why) {
        return ApiResponse.error(
                id,
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + key.resource().qualified() + " \"" + key.name() + "\": " + why);
    }

    private static ApiResponse bindConflict(long id, ObjectKey key, String why) {
        return ApiResponse.error(
                id, 409, "Conflict", "Operation cannot be fulfilled on pods/binding \"" + key.name() + "\": " + why);
    }

    private static ApiResponse wrongUid(long id, ObjectKey key, String uid, ObjectMeta current) {
        return conflict(
                id,
                key,
                "StorageError: invalid object, Code: 4, Key: " + key.registryKey() + ", ResourceVersion: 0,"
                        + " AdditionalErrorMsg: Precondition failed: UID in precondition: " + uid
                        + ", UID in object meta: " + current.uid());
    }
}
