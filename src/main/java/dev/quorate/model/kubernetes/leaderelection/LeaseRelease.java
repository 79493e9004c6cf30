package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the lease back: ReleaseOnCancel.
 *
 * <p>From 0.34 on a Get comes first, for the resource version; what it says of the holder is not looked at, so that a
 * leader that does not know of its successor blanks the successor's lease.
 */
final class LeaseRelease {

    /** Called once, with what was written, if it was. */
    interface Ended {
        void on(Optional<LeaderElectionRecord> released, Effects effects);
    }

    private static final int TRIES = 5; // client-go util/retry DefaultRetry
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final LeaderElectionConfig config;
    private final LeaseLock lock;
    private final ObservedLease observed;
    private final Timer timer;
    private int tries;
    private @Nullable Ended ended;

    LeaseRelease(LeaderElectionConfig config, LeaseLock lock, ObservedLease observed) {
        this.config = config;
        this.lock = lock;
        this.observed = observed;
        timer = Timer.of("leader-election/" + config.name() + "/release");
    }

    void begin(Ended then, Effects effects) {
        ended = then;
        tries = 0;
        release(then, effects);
    }

    private void release(Ended then, Effects effects) {
        if (config.clientGo().isAtLeast(ClientGo.V0_34)) {
            lock.get(
                    (response, later) -> {
                        if (response.isSuccess()) {
                            update(response.as(Lease.class).leaseTransitions(), then, later);
                        } else {
                            then.on(Optional.empty(), later);
                        }
                    },
                    effects);
        } else {
            update(observed.record().leaderTransitions(), then, effects);
        }
    }

    private void update(int transitions, Ended then, Effects effects) {
        if (!observed.record().holderIdentity().equals(config.identity())) {
            then.on(Optional.empty(), effects);
            return;
        }
        SimTime now = effects.wall();
        LeaderElectionRecord released = new LeaderElectionRecord("", 1, now, now, transitions);
        lock.update(
                released,
                (response, later) -> {
                    boolean again =
                            response.status() == 409 && config.clientGo().isAtLeast(ClientGo.V0_36) && ++tries < TRIES;
                    if (again) {
                        later.setTimer(timer, PAUSE);
                    } else {
                        then.on(response.isSuccess() ? Optional.of(released) : Optional.empty(), later);
                    }
                },
                effects);
    }

    boolean onTimer(Timer due, Effects effects) {
        Ended then = ended;
        if (!due.equals(timer) || then == null) {
            return false;
        }
        release(then, effects);
        return true;
    }
}
