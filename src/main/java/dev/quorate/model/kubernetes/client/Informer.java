package dev.quorate.model.kubernetes.client;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiAnswer;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A local copy of a resource, listed once and kept up by a watch, with listeners (client-go tools/cache).
 *
 * <p>Lists from the apiserver's cache, so it may see an older state than another process has seen; relists with backoff
 * when the watch is lost for good, and watches on from where it was otherwise.
 */
public final class Informer<T extends ApiObject> implements Component {

    /** Told of each change; {@code before} is null for an object that was not there. */
    public interface Handler<T> {
        void on(Change change, @Nullable T before, T object, Effects effects);
    }

    /** Told once when the first list is in. */
    public interface Synced {
        void on(Effects effects);
    }

    private static final Duration MIN_BACKOFF = Duration.ofMillis(800); // client-go tools/cache/reflector.go
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

    private final ApiClient client;
    private final Resource resource;
    private final String namespace;
    private final String node;
    private final Class<T> type;
    private final Timer backoffTimer;
    private final String randomName;
    private final List<Handler<T>> handlers = new ArrayList<>();
    private final List<Synced> waiting = new ArrayList<>();
    private final TreeMap<String, T> objects = new TreeMap<>();
    private Duration backoff = MIN_BACKOFF;
    private boolean started;
    private boolean synced;
    private boolean stopped;
    private boolean listNext = true;
    private long resourceVersion;
    private long watch;

    /**
     * @param namespace {@code ""} for all
     */
    public Informer(ApiClient client, Resource resource, String namespace, Class<T> type) {
        this(client, resource, namespace, "", type);
    }

    /**
     * @param node field selector: the pods bound to it, or the node of that name; {@code ""} for all
     */
    public Informer(ApiClient client, Resource resource, String namespace, String node, Class<T> type) {
        this.node = node;
        this.client = client;
        this.resource = resource;
        this.namespace = namespace;
        this.type = type;
        String name = "informer/" + resource.plural() + (namespace.isEmpty() ? "" : "/" + namespace);
        backoffTimer = Timer.of(name + "/backoff");
        randomName = name;
    }

    /** Be told of changes; of those that are known already at once, when it runs. */
    public Informer<T> handle(Handler<T> handler) {
        handlers.add(handler);
        return this;
    }

    public void start(Effects effects) {
        if (!started) {
            started = true;
            list(effects);
        }
    }

    public void stop(Effects effects) {
        stopped = true;
        effects.cancelTimer(backoffTimer);
        client.cancel(watch, effects);
    }

    public boolean hasSynced() {
        return synced;
    }

    /** Call when synced: at once when it is. */
    public void whenSynced(Synced then, Effects effects) {
        if (synced) {
            then.on(effects);
        } else {
            waiting.add(then);
        }
    }

    /** The objects in key order, as last heard. */
    public Collection<T> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    /** One by {@code namespace/name}, or by name when cluster-wide. */
    public @Nullable T find(String path) {
        return objects.get(path);
    }

    private void list(Effects effects) {
        // Reflectors list at "0" first; after "too old resource version" with quorum.
        long version = synced ? ApiRequest.MOST_RECENT : ApiRequest.ANY;
        client.call(
                id -> new ApiRequest.ListAll(id, resource, namespace, node, version, Duration.ZERO),
                Duration.ZERO,
                (response, later) -> {
                    if (stopped) {
                        return;
                    }
                    if (response.isSuccess()) {
                        listed(response, later);
                    } else {
                        retry(later);
                    }
                },
                effects);
    }

    private void listed(ApiResponse response, Effects effects) {
        backoff = MIN_BACKOFF;
        listNext = false;
        resourceVersion = response.resourceVersion();
        TreeMap<String, T> before = new TreeMap<>(objects);
        for (ApiObject object : response.items()) {
            T now = type.cast(object);
            T old = before.remove(now.key().path());
            objects.put(now.key().path(), now);
            if (!now.equals(old)) {
                tell(old == null ? Change.ADDED : Change.MODIFIED, old, now, effects);
            }
        }
        before.forEach((path, gone) -> {
            objects.remove(path);
            tell(Change.DELETED, gone, gone, effects);
        });
        watch(effects);
        if (!synced) {
            synced = true;
            List<Synced> told = List.copyOf(waiting);
            waiting.clear();
            told.forEach(then -> then.on(effects));
        }
    }

    private void watch(Effects effects) {
        watch = client.watch(
                id -> new ApiRequest.Watch(id, resource, namespace, node, resourceVersion),
                this::changed,
                (end, later) -> {
                    if (stopped) {
                        return;
                    }
                    if (end.isSuccess()) {
                        watch(later); // the server's timeout: watch on
                    } else {
                        listNext = end.status() == 410;
                        retry(later);
                    }
                },
                effects);
    }

    private void changed(ApiAnswer.WatchEvent event, Effects effects) {
        if (stopped) {
            return;
        }
        T object = type.cast(event.object());
        resourceVersion = object.metadata().resourceVersion();
        String path = object.key().path();
        if (event.change() == Change.DELETED) {
            T old = objects.remove(path);
            tell(Change.DELETED, old, object, effects);
        } else {
            T old = objects.put(path, object);
            tell(old == null ? Change.ADDED : Change.MODIFIED, old, object, effects);
        }
    }

    private void tell(Change change, @Nullable T before, T object, Effects effects) {
        for (Handler<T> handler : handlers) {
            handler.on(change, before, object, effects);
        }
    }

    /** wait.NewExponentialBackoffManager(800ms, 30s, 2min, 2.0, 1.0): doubled, with up to as much jitter. */
    private void retry(Effects effects) {
        Duration jitter = effects.random(randomName).uniform(Duration.ZERO, backoff);
        effects.setTimer(backoffTimer, backoff.plus(jitter));
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : doubled;
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.equals(backoffTimer)) {
            return false;
        }
        if (listNext) {
            list(effects);
        } else {
            watch(effects);
        }
        return true;
    }
}
