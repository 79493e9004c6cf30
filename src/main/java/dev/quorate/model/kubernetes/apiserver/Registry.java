package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.Effects;
import dev.quorate.model.etcd.Compare;
import dev.quorate.model.etcd.EtcdClientMessage.RangeRequest;
import dev.quorate.model.etcd.EtcdClientMessage.RangeResponse;
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
import dev.quorate.model.kubernetes.apiserver.GuaranteedUpdate.Change;
import dev.quorate.model.kubernetes.apiserver.GuaranteedUpdate.Outcome;
import dev.quorate.model.kubernetes.apiserver.GuaranteedUpdate.Transform;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private static final List<String> IMMORTAL = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private final EtcdStore store;
    private final WatchCache cache;
    private final Strategy strategy;
    private final StoreEvents events;
    private final GuaranteedUpdate updates;
    private final QuotaAdmission quotas;

    Registry(EtcdStore store, WatchCache cache, Strategy strategy, StoreEvents events) {
        this.store = store;
        this.cache = cache;
        this.strategy = strategy;
        this.events = events;
        this.updates = new GuaranteedUpdate(store, cache, events);
        this.quotas = new QuotaAdmission(cache, updates);
    }

    void get(ApiRequest.Get get, Answer answer, Effects effects) {
        if (get.resourceVersion() == ApiRequest.ANY && cache.isReady()) {
            ApiObject known = cache.find(get.key());
            answer.on(
                    known == null ? Refusals.notFound(get.id(), get.key()) : ApiResponse.of(get.id(), 200, known),
                    effects);
            return;
        }
        updates.read(
                get.key(),
                (current, error, later) -> {
                    if (error != null) {
                        answer.on(ApiResponse.error(get.id(), 500, "InternalError", error), later);
                    } else if (current == null) {
                        answer.on(Refusals.notFound(get.id(), get.key()), later);
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
                            ApiObject object = GuaranteedUpdate.decode(kv);
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
        String name = meta.name().endsWith("-") ? meta.name() + Names.suffix(effects.random("names")) : meta.name();
        object = object.withMetadata(meta.withName(name)
                .withUid(Names.uid(effects.random("uids")))
                .withResourceVersion(0)
                .withDeletionTimestamp(null)
                .withCreationTimestamp(effects.wall()));
        Optional<ApiResponse> refused = admitted(id, object);
        if (refused.isPresent()) {
            answer.on(refused.get(), effects);
            return;
        }
        ApiObject admitted = object;
        quotas.charge(id, admitted, answer, later -> store(id, admitted, writer, answer, later), effects);
    }

    private void store(long id, ApiObject stored, String writer, Answer answer, Effects effects) {
        ObjectKey key = stored.key();
        String path = key.registryKey();
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

    /** Validation and NamespaceLifecycle; the refusal, if any. */
    private Optional<ApiResponse> admitted(long id, ApiObject object) {
        Optional<String> wrong = strategy.refusesNew(object);
        if (wrong.isPresent()) {
            return Optional.of(Refusals.invalid(id, object.key(), wrong.get()));
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
                return Outcome.refuse(Refusals.wrongUid(update.id(), key, uid, current.metadata()));
            }
            if (version != 0 && version != current.metadata().resourceVersion()) {
                return Outcome.refuse(Refusals.conflict(
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
                answer.on(Refusals.wrongUid(update.id(), key, uid, ObjectMeta.of(key.namespace(), key.name())), later);
            } else if (response.isNotFound() && key.resource() == Resource.LEASES) {
                // coordination/lease/strategy.go AllowCreateOnUpdate
                create(update.id(), wanted, writer, answer, later);
            } else {
                answer.on(response, later);
            }
        };
        updates.change(new Change(update.id(), "update", key, transform, writer, or404), effects);
    }

    void patch(ApiRequest.PatchObject patch, String writer, Answer answer, Effects effects) {
        Transform transform = current -> {
            try {
                return validated(
                        patch.id(),
                        current,
                        Strategy.keepMetadata(current, patch.patch().applyTo(current)));
            } catch (IllegalArgumentException e) {
                return Outcome.refuse(Refusals.invalid(patch.id(), patch.key(), String.valueOf(e.getMessage())));
            }
        };
        updates.change(new Change(patch.id(), "patch", patch.key(), transform, writer, answer), effects);
    }

    private Outcome validated(long id, ApiObject current, ApiObject next) {
        Optional<String> wrong = strategy.refuses(current, next);
        if (wrong.isPresent()) {
            return Outcome.refuse(Refusals.invalid(id, current.key(), wrong.get()));
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
                return Outcome.refuse(Refusals.notFound(bind.id(), bind.pod()));
            }
            if (!bind.podUid().isEmpty() && !bind.podUid().equals(pod.metadata().uid())) {
                return Outcome.refuse(Refusals.wrongUid(bind.id(), bind.pod(), bind.podUid(), pod.metadata()));
            }
            if (pod.metadata().isDeleting()) {
                return Outcome.refuse(Refusals.bindConflict(
                        bind.id(),
                        bind.pod(),
                        "pod " + pod.metadata().name() + " is being deleted, cannot be assigned to a host"));
            }
            if (!pod.nodeName().isEmpty()) {
                return Outcome.refuse(Refusals.bindConflict(
                        bind.id(),
                        bind.pod(),
                        "pod " + pod.metadata().name() + " is already assigned to node \"" + pod.nodeName() + "\""));
            }
            return Outcome.write(pod.withNodeName(bind.node()));
        };
        Answer created = (response, later) -> answer.on(
                response.isSuccess() ? ApiResponse.of(bind.id(), 201, response.as(Pod.class)) : response, later);
        updates.change(new Change(bind.id(), "bind", bind.pod(), transform, writer, created), effects);
    }

    void delete(ApiRequest.Delete delete, String writer, Answer answer, Effects effects) {
        ObjectKey key = delete.key();
        SimTime now = effects.wall();
        Transform transform = current -> {
            ObjectMeta meta = current.metadata();
            if (!delete.uid().isEmpty() && !delete.uid().equals(meta.uid())) {
                return Outcome.refuse(Refusals.wrongUid(delete.id(), key, delete.uid(), meta));
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
        updates.change(new Change(delete.id(), "delete", key, transform, writer, answer), effects);
    }
}
