package dev.quorate.model.kubernetes.client;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.Resource;
import java.util.LinkedHashMap;
import java.util.Map;

/** A process's informers, one for each resource and namespace, shared by its controllers. */
public final class InformerFactory implements Component {

    private final ApiClient client;
    private final Map<String, Informer<?>> informers = new LinkedHashMap<>();

    public InformerFactory(ApiClient client) {
        this.client = client;
    }

    /** The informer of a resource, made at the first call. */
    @SuppressWarnings("unchecked") // the type belongs to the resource
    public <T extends ApiObject> Informer<T> informer(Resource resource, String namespace, Class<T> type) {
        return (Informer<T>) informers.computeIfAbsent(
                resource.plural() + "/" + namespace, n -> new Informer<>(client, resource, namespace, type));
    }

    /** Start those that were asked for; {@code synced} is told when all have their first list. */
    public void start(Informer.Synced synced, Effects effects) {
        int[] missing = {informers.size()};
        if (missing[0] == 0) {
            synced.on(effects);
            return;
        }
        for (Informer<?> informer : informers.values()) {
            informer.whenSynced(
                    later -> {
                        if (--missing[0] == 0) {
                            synced.on(later);
                        }
                    },
                    effects);
        }
        for (Informer<?> informer : informers.values()) {
            informer.start(effects);
        }
    }

    public void stop(Effects effects) {
        informers.values().forEach(i -> i.stop(effects));
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        for (Informer<?> informer : informers.values()) {
            if (informer.onTimer(timer, effects)) {
                return true;
            }
        }
        return false;
    }
}
