package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Namespace;
import dev.quorate.model.kubernetes.api.ObjectMeta;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.model.kubernetes.client.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is in a terminating namespace, then takes its finalizer away (pkg/controller/namespace). Idempotent: two
 * that are active do no harm.
 */
public final class NamespaceController implements Controller {

    private static final String AGAIN = "namespace/again";

    /** What a namespace may hold, owners before what they would make anew. */
    private static final List<Resource> CONTENT = List.of(
            Resource.DEPLOYMENTS,
            Resource.REPLICASETS,
            Resource.CONFIGMAPS,
            Resource.SECRETS,
            Resource.SERVICEACCOUNTS,
            Resource.RESOURCEQUOTAS,
            Resource.ENDPOINTS,
            Resource.LEASES,
            Resource.PODS);

    /** Half a pod's grace period of 30 s and a second (namespace_controller.go worker). */
    private static final Duration PODS_LEFT = Duration.ofSeconds(16);

    private final TreeSet<String> busy = new TreeSet<>();
    private final TreeMap<Long, String> waiting = new TreeMap<>();
    private @Nullable Throttle client;
    private @Nullable Informer<Namespace> namespaces;
    private long next = 1;
    private boolean running;

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public void start(ControllerContext context, Started then, Effects effects) {
        client = context.clientOf(name());
        namespaces = context.informers()
                .informer(Resource.NAMESPACES, "", Namespace.class)
                .handle((change, before, namespace, later) -> {
                    if (change != Change.DELETED) {
                        sync(namespace, later);
                    }
                });
        then.on(effects);
    }

    @Override
    public void run(Effects effects) {
        running = true;
        if (namespaces != null) {
            List<Namespace> all = new ArrayList<>(namespaces.objects());
            all.forEach(n -> sync(n, effects));
        }
    }

    @Override
    public void stop(Effects effects) {
        running = false;
        waiting.keySet().forEach(number -> effects.cancelTimer(Timer.of(AGAIN, number)));
        if (client != null) {
            client.stop(effects);
        }
    }

    private void sync(Namespace namespace, Effects effects) {
        if (running && namespace.terminating() && busy.add(namespace.metadata().name())) {
            empty(namespace, 0, effects);
        }
    }

    private void empty(Namespace namespace, int index, Effects effects) {
        String name = namespace.metadata().name();
        Throttle api = client;
        if (api == null || !running) {
            return;
        }
        api.call(
                id -> new ApiRequest.ListAll(id, CONTENT.get(index), name, ApiRequest.MOST_RECENT, Duration.ZERO),
                (response, later) -> {
                    if (!response.isSuccess()) {
                        again(name, later);
                    } else if (response.items().isEmpty()) {
                        emptied(namespace, index, false, later);
                    } else {
                        delete(namespace, index, response.items(), later);
                    }
                },
                effects);
    }

    private void delete(Namespace namespace, int index, List<ApiObject> items, Effects effects) {
        Throttle api = client;
        if (api == null) {
            return;
        }
        int[] open = {items.size()};
        boolean[] left = {false};
        for (ApiObject item : items) {
            ObjectMeta meta = item.metadata();
            api.call(
                    id -> new ApiRequest.Delete(id, item.key(), meta.uid(), false, Duration.ZERO),
                    (response, later) -> {
                        boolean gone = response.isNotFound()
                                || (response.isSuccess()
                                        && response.object()
                                                .filter(o -> o.metadata().isDeleting())
                                                .isEmpty());
                        left[0] |= !gone;
                        if (--open[0] == 0) {
                            emptied(namespace, index, left[0], later);
                        }
                    },
                    effects);
        }
    }

    private void emptied(Namespace namespace, int index, boolean left, Effects effects) {
        if (left) {
            again(namespace.metadata().name(), effects);
        } else if (index + 1 < CONTENT.size()) {
            empty(namespace, index + 1, effects);
        } else if (client != null && running) {
            Namespace bare = namespace.withMetadata(
                    namespace.metadata().withFinalizers(List.of()).withResourceVersion(0));
            client.call(
                    id -> new ApiRequest.Update(id, bare, Duration.ZERO),
                    (response, later) -> {
                        if (response.isSuccess() || response.isNotFound()) {
                            busy.remove(namespace.metadata().name());
                        } else {
                            again(namespace.metadata().name(), later);
                        }
                    },
                    effects);
        }
    }

    private void again(String name, Effects effects) {
        long number = next++;
        waiting.put(number, name);
        effects.setTimer(Timer.of(AGAIN, number), PODS_LEFT);
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.name().equals(AGAIN)) {
            return client != null && client.onTimer(timer, effects);
        }
        String name = waiting.remove(timer.number());
        Namespace namespace = name == null || namespaces == null ? null : namespaces.find(name);
        if (name != null) {
            busy.remove(name);
        }
        if (namespace != null) {
            sync(namespace, effects);
        }
        return true;
    }
}
