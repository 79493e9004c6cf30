package dev.quorate.model.etcd.client;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import java.time.Duration;

/**
 * A lease that a client keeps alive (clientv3 concurrency/session.go, lease.go).
 *
 * <p>Each half second it looks: a third of the TTL after the last answer it asks again, and when no answer came for a
 * whole TTL it holds the lease to be lost. After a pause it finds that out at its first look.
 */
public final class Session {

    static final Timer LOOK = Timer.of("keepalive");

    private static final Duration LOOK_EVERY = Duration.ofMillis(500); // lease.go retryConnWait, deadlineLoop

    /** What concerns the lease's user; each is told once. */
    public interface Listener {
        void onGranted(Effects effects);

        void onExpired(Effects effects);

        void onFailed(String error, Effects effects);
    }

    private final EtcdClient client;
    private final long ttlSeconds;
    private final Duration timeout;
    private final Listener listener;
    private long lease;
    private long deadlineMicros;
    private long nextMicros;
    private boolean asked;
    private boolean over;

    Session(EtcdClient client, long ttlSeconds, Duration timeout, Listener listener) {
        this.client = client;
        this.ttlSeconds = ttlSeconds;
        this.timeout = timeout;
        this.listener = listener;
    }

    public long lease() {
        return lease;
    }

    void start(Effects effects) {
        var request = new EtcdClientMessage.LeaseGrantRequest(0, 0, ttlSeconds);
        client.call(request, timeout, reply(this::granted, listener::onFailed), effects);
    }

    private void granted(Response response, Effects effects) {
        var grant = (EtcdClientMessage.LeaseGrantResponse) response;
        lease = grant.lease();
        long now = effects.monotonic().micros();
        deadlineMicros = now + grant.ttlSeconds() * 1_000_000;
        nextMicros = now; // the first keepalive goes out at once
        look(effects);
        listener.onGranted(effects);
    }

    /** The half-second look. */
    void look(Effects effects) {
        if (over) {
            return;
        }
        long now = effects.monotonic().micros();
        if (now > deadlineMicros) {
            expire(effects);
            return;
        }
        if (now >= nextMicros && !asked) {
            asked = true;
            client.call(
                    new EtcdClientMessage.LeaseKeepAliveRequest(0, lease),
                    timeout,
                    reply(this::renewed, (error, e) -> asked = false),
                    effects);
        }
        effects.setTimer(LOOK, LOOK_EVERY);
    }

    private void renewed(Response response, Effects effects) {
        asked = false;
        var answer = (EtcdClientMessage.LeaseKeepAliveResponse) response;
        if (answer.ttlSeconds() <= 0) {
            expire(effects);
            return;
        }
        long now = effects.monotonic().micros();
        deadlineMicros = now + answer.ttlSeconds() * 1_000_000;
        nextMicros = now + answer.ttlSeconds() * 1_000_000 / 3;
    }

    private void expire(Effects effects) {
        if (!over) {
            over = true;
            effects.cancelTimer(LOOK);
            listener.onExpired(effects);
        }
    }

    /** Revoke the lease and end. */
    void close(Runnable then, Effects effects) {
        over = true;
        effects.cancelTimer(LOOK);
        client.call(
                new EtcdClientMessage.LeaseRevokeRequest(0, lease),
                timeout,
                reply((response, e) -> then.run(), (error, e) -> then.run()),
                effects);
    }

    /** A way to say both endings of a call in place. */
    static EtcdClient.Reply reply(OnResponse onResponse, OnError onError) {
        return new EtcdClient.Reply() {
            @Override
            public void onResponse(Response response, Effects effects) {
                onResponse.accept(response, effects);
            }

            @Override
            public void onError(String error, Effects effects) {
                onError.accept(error, effects);
            }
        };
    }

    /** See {@link #reply}. */
    interface OnResponse {
        void accept(Response response, Effects effects);
    }

    /** See {@link #reply}. */
    interface OnError {
        void accept(String error, Effects effects);
    }
}
