package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.api.ApiAnswer;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells each watch what changes in the cache. */
final class Watches implements WatchCache.Listener {

    private final Map<ConnectionId, Session> sessions;
    private final Deadlines deadlines;
    private final KubeApiserverSettings settings;

    Watches(Map<ConnectionId, Session> sessions, Deadlines deadlines, KubeApiserverSettings settings) {
        this.sessions = sessions;
        this.deadlines = deadlines;
        this.settings = settings;
    }

    /** Begin a watch: first what it missed, then what changes. */
    void watch(Session session, ApiRequest.Watch watch, WatchCache cache, Effects effects) {
        Optional<List<WatchCache.Past>> missed = watch.resourceVersion() == ApiRequest.ANY
                ? Optional.of(initial(watch, cache))
                : cache.since(watch.resourceVersion());
        if (!cache.isReady() || missed.isEmpty()) {
            effects.send(
                    session.connection,
                    cache.isReady()
                            ? ApiResponse.error(
                                    watch.id(), 410, "Expired", "too old resource version: " + watch.resourceVersion())
                            : ApiResponse.error(watch.id(), 429, "TooManyRequests", "storage is (re)initializing"));
            return;
        }
        // handlers/get.go: between minRequestTimeout and twice that.
        Duration life = effects.random("watches")
                .uniform(
                        settings.minRequestTimeout(),
                        settings.minRequestTimeout().multipliedBy(2));
        SimTime until = effects.monotonic().plus(life);
        Session.Watching watching = new Session.Watching(watch.resource(), watch.namespace(), watch.node(), until);
        session.watches.put(watch.id(), watching);
        deadlines.arm(until, effects);
        for (WatchCache.Past past : missed.get()) {
            tell(session, watch.id(), watching, past.change(), past.object(), effects);
        }
    }

    private static List<WatchCache.Past> initial(ApiRequest.Watch watch, WatchCache cache) {
        List<WatchCache.Past> all = new ArrayList<>();
        cache.list(watch.resource(), watch.namespace(), watch.node())
                .forEach(o -> all.add(new WatchCache.Past(Change.ADDED, o)));
        return all;
    }

    private static void tell(
            Session session, long id, Session.Watching watching, Change change, ApiObject object, Effects effects) {
        if (object.resource() == watching.resource()
                && (watching.namespace().isEmpty()
                        || watching.namespace().equals(object.metadata().namespace()))
                && ApiRequest.fits(watching.node(), object)) {
            effects.send(session.connection, new ApiAnswer.WatchEvent(id, change, object));
        }
    }

    @Override
    public void on(Change change, ApiObject object, Effects effects) {
        for (Session session : sessions.values()) {
            for (Map.Entry<Long, Session.Watching> entry : session.watches.entrySet()) {
                tell(session, entry.getKey(), entry.getValue(), change, object, effects);
            }
        }
    }

    @Override
    public void onRelisted(Effects effects) {
        for (Session session : sessions.values()) {
            for (long id : session.watches.keySet()) {
                effects.send(session.connection, ApiResponse.error(id, 410, "Expired", "too old resource version"));
            }
            session.watches.clear();
        }
    }
}
