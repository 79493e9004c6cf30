package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.RangeResponse;
import dev.quorate.model.etcd.EtcdClientMessage.WatchCanceled;
import dev.quorate.model.etcd.EtcdClientMessage.WatchResponse;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.etcd.KeyEvent;
import dev.quorate.model.etcd.KeyRange;
import dev.quorate.model.etcd.KeyValue;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Component;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this apiserver knows of the store without asking: a list, kept up by a watch (apiserver storage/cacher).
 *
 * <p>Serves reads at resource version 0 and every watch; it may lag behind the store. The real one keeps a cache for
 * each resource, this one keeps them together.
 */
final class WatchCache implements Component {

    /** Told of each change, in the store's order. */
    interface Listener {
        void on(Change change, ApiObject object, Effects effects);

        /** The store was listed anew: what was missed is unknown, watches must end. */
        void onRelisted(Effects effects);
    }

    /** One change that a later watch may ask for. */
    record Past(Change change, ApiObject object) {}

    static final String PREFIX = "/registry/";
    private static final Timer RELIST = Timer.of("watch-cache/relist");
    private static final Duration RELIST_PAUSE = Duration.ofSeconds(1);
    private static final int HISTORY = 1_024; // cacher watch_cache.go defaultUpperBoundCapacity is larger, default 100

    private final EtcdStore store;
    private final Listener listener;
    private final TreeMap<String, ApiObject> objects = new TreeMap<>();
    private final ArrayDeque<Past> history = new ArrayDeque<>();
    private long revision;
    private long oldest;
    private boolean ready;
    private boolean listing;

    WatchCache(EtcdStore store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Whether it was ever filled. */
    boolean isReady() {
        return ready;
    }

    long revision() {
        return revision;
    }

    @Nullable
    ApiObject find(ObjectKey key) {
        return objects.get(key.registryKey());
    }

    List<ApiObject> list(Resource resource, String namespace, String node) {
        String prefix = namespace.isEmpty() ? resource.prefix() : resource.prefix() + namespace + "/";
        List<ApiObject> found = new ArrayList<>(
                objects.subMap(prefix, prefix + Character.MAX_VALUE).values());
        found.removeIf(object -> !ApiRequest.fits(node, object));
        return found;
    }

    /** The changes after a revision, or empty when they are no longer known: 410. */
    Optional<List<Past>> since(long from) {
        if (from < oldest) {
            return Optional.empty();
        }
        List<Past> later = new ArrayList<>();
        for (Past past : history) {
            if (past.object.metadata().resourceVersion() > from) {
                later.add(past);
            }
        }
        return Optional.of(later);
    }

    /** The connection stands: watch on from where it broke, or fill for the first time. */
    void connected(Effects effects) {
        if (ready) {
            watch(effects);
        } else {
            list(effects);
        }
    }

    private void list(Effects effects) {
        if (listing) {
            return;
        }
        listing = true;
        store.call(
                id -> new EtcdClientMessage.RangeRequest(id, EtcdOp.Range.prefix(PREFIX), false),
                (response, error, later) -> {
                    listing = false;
                    if (response.isPresent() && response.get() instanceof RangeResponse range) {
                        fill(range, later);
                        watch(later);
                    } else {
                        later.setTimer(RELIST, RELIST_PAUSE);
                    }
                },
                effects);
    }

    private void fill(RangeResponse range, Effects effects) {
        boolean again = ready;
        objects.clear();
        history.clear();
        for (KeyValue kv : range.kvs()) {
            if (kv.value() instanceof ApiObject object) {
                objects.put(kv.key(), object.withResourceVersion(kv.modRevision()));
            }
        }
        revision = range.revision();
        oldest = revision;
        ready = true;
        if (again) {
            listener.onRelisted(effects);
        }
    }

    private void watch(Effects effects) {
        store.watch(
                id -> new EtcdClientMessage.WatchRequest(id, KeyRange.prefix(PREFIX), revision + 1),
                (response, error, later) -> {
                    if (response.isEmpty()) {
                        return; // the connection broke: connected() comes again
                    }
                    if (response.get() instanceof WatchResponse changes) {
                        for (KeyEvent event : changes.events()) {
                            apply(event, later);
                        }
                        revision = Math.max(revision, changes.revision());
                    } else if (response.get() instanceof WatchCanceled) {
                        list(later);
                    }
                },
                effects);
    }

    private void apply(KeyEvent event, Effects effects) {
        String key = event.kv().key();
        revision = Math.max(revision, event.revision());
        if (event.isDelete()) {
            ApiObject gone = objects.remove(key);
            if (gone != null) {
                changed(Change.DELETED, gone.withResourceVersion(event.revision()), effects);
            }
        } else if (event.kv().value() instanceof ApiObject object) {
            ApiObject current = object.withResourceVersion(event.revision());
            ApiObject before = objects.put(key, current);
            changed(before == null ? Change.ADDED : Change.MODIFIED, current, effects);
        }
    }

    private void changed(Change change, ApiObject object, Effects effects) {
        history.addLast(new Past(change, object));
        if (history.size() > HISTORY) {
            oldest = history.removeFirst().object.metadata().resourceVersion();
        }
        listener.on(change, object, effects);
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(RELIST)) {
            list(effects);
            return true;
        }
        return false;
    }
}
