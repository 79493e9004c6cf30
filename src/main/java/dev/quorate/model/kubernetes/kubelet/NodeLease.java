package dev.quorate.model.kubernetes.kubelet;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.KubeletSettings;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.Component;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Renews the node's lease at every quarter of its duration (component-helpers apimachinery/lease/controller.go). */
final class NodeLease implements Component {

    static final String NAMESPACE = "kube-node-lease";

    private static final Timer RENEW = Timer.of("node-lease/renew");
    private static final Timer BACKOFF = Timer.of("node-lease/backoff");
    private static final double JITTER = 0.04; // wait.JitterUntil(sync, renewInterval, 0.04)
    private static final int MAX_UPDATE_RETRIES = 5;
    private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(7);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(10); // kubelet server.go heartbeatClientConfig

    private final ApiClient client;
    private final String node;
    private final int seconds;
    private final Duration timeout;
    private @Nullable Lease latest;
    private Duration backoff = MIN_BACKOFF;

    NodeLease(ApiClient client, String node, KubeletSettings settings) {
        this.client = client;
        this.node = node;
        seconds = settings.nodeLeaseDurationSeconds();
        Duration duration = Duration.ofSeconds(seconds);
        timeout = duration.compareTo(MAX_TIMEOUT) < 0 ? duration : MAX_TIMEOUT;
    }

    void sync(Effects effects) {
        Lease base = latest;
        if (base == null) {
            ensure(effects);
        } else {
            update(base, 0, false, effects);
        }
    }

    /** On from the last version that this process wrote: nobody else writes it. */
    private void update(Lease base, int tries, boolean ensured, Effects effects) {
        Lease renewed =
                new Lease(base.metadata(), node, seconds, base.acquireTime(), effects.wall(), base.leaseTransitions());
        client.call(
                id -> new ApiRequest.Update(id, renewed, Duration.ZERO),
                timeout,
                (response, later) -> {
                    if (response.isSuccess()) {
                        latest = response.as(Lease.class);
                        done(later);
                    } else if (response.status() == 409 && !ensured) {
                        ensure(later);
                    } else if (tries + 1 < MAX_UPDATE_RETRIES) {
                        update(base, tries + 1, ensured, later);
                    } else if (ensured) {
                        done(later);
                    } else {
                        ensure(later);
                    }
                },
                effects);
    }

    private void ensure(Effects effects) {
        client.call(
                id -> new ApiRequest.Get(id, ObjectKey.lease(NAMESPACE, node), ApiRequest.MOST_RECENT, Duration.ZERO),
                timeout,
                (response, later) -> {
                    if (response.isSuccess()) {
                        backoff = MIN_BACKOFF;
                        update(response.as(Lease.class), 0, true, later);
                    } else if (response.isNotFound()) {
                        create(later);
                    } else {
                        backOff(later);
                    }
                },
                effects);
    }

    private void create(Effects effects) {
        Lease fresh = new Lease(Lease.empty(NAMESPACE, node).metadata(), node, seconds, null, effects.wall(), 0);
        client.call(
                id -> new ApiRequest.Create(id, fresh, Duration.ZERO),
                timeout,
                (response, later) -> {
                    if (response.isSuccess()) {
                        backoff = MIN_BACKOFF;
                        latest = response.as(Lease.class);
                        done(later);
                    } else {
                        backOff(later);
                    }
                },
                effects);
    }

    private void backOff(Effects effects) {
        effects.setTimer(BACKOFF, backoff);
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : doubled;
    }

    private void done(Effects effects) {
        Duration interval = Duration.ofMillis(seconds * 250L); // nodeLeaseRenewIntervalFraction
        Duration most = Duration.ofNanos((long) (interval.toNanos() * (1 + JITTER)));
        effects.setTimer(RENEW, effects.random("node-lease").uniform(interval, most));
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(RENEW)) {
            sync(effects);
        } else if (timer.equals(BACKOFF)) {
            ensure(effects);
        } else {
            return false;
        }
        return true;
    }
}
