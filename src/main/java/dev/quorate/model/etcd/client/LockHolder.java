package dev.quorate.model.etcd.client;

import dev.quorate.model.Effects;
import dev.quorate.trace.ClientEvent;
import dev.quorate.trace.LeaderElectionEvent;
import java.time.Duration;
import java.util.List;

/**
 * {@code etcdctl lock}: acquires, holds until it is told to go, and ends with 1 when its session expires.
 *
 * <p>Holding is recorded as leadership of {@code etcd-lock/NAME}: two holders at once are two acting leaders.
 */
final class LockHolder implements Session.Listener {

    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private final Session session;
    private final Mutex mutex;
    private final String lease;
    private final List<String> output;
    private boolean holds;

    LockHolder(EtcdClient client, String name, long ttlSeconds, Duration timeout, List<String> output) {
        this.session = new Session(client, ttlSeconds, timeout, this);
        this.mutex = new Mutex(client, session, name, NO_LIMIT, (r, e) -> acquired(e), this::onFailed);
        this.lease = "etcd-lock/" + name;
        this.output = output;
    }

    boolean holds() {
        return holds;
    }

    void start(Effects effects) {
        session.start(effects);
    }

    void look(Effects effects) {
        session.look(effects);
    }

    private String identity(Effects effects) {
        return effects.host() + "_" + Long.toHexString(session.lease());
    }

    @Override
    public void onGranted(Effects effects) {
        mutex.lock(effects);
    }

    private void acquired(Effects effects) {
        holds = true;
        output.add(mutex.key());
        effects.record(new LeaderElectionEvent.LeadershipStarted(lease, identity(effects)));
    }

    @Override
    public void onExpired(Effects effects) {
        ended("session expired", effects);
        output.add("Error: session expired");
        effects.record(new ClientEvent.ErrorSeen(lease, "session expired"));
        effects.exit(1);
    }

    @Override
    public void onFailed(String error, Effects effects) {
        ended(error, effects);
        output.add("Error: " + error);
        effects.record(new ClientEvent.ErrorSeen(lease, error));
        effects.exit(1);
    }

    private void ended(String reason, Effects effects) {
        if (holds) {
            holds = false;
            effects.record(new LeaderElectionEvent.LeadershipEnded(lease, identity(effects), reason));
        }
    }

    /** Unlock, revoke the lease, and end. */
    void release(int code, Effects effects) {
        ended("released", effects);
        mutex.unlock((r, e) -> session.close(() -> e.exit(code), e), effects);
    }
}
