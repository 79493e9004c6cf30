package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.trace.EventId;
import dev.quorate.trace.LeaderElectionEvent;
import org.jspecify.annotations.Nullable;

/** What a candidate records of its election, each event with its cause. */
final class ElectionTrace {

    private final LeaderElectionConfig config;
    private @Nullable EventId takeoverCause;
    private @Nullable EventId endCause;
    private String endReason = "";

    ElectionTrace(LeaderElectionConfig config) {
        this.config = config;
    }

    /** There is no lease: the answer that said so is why this candidate may take it. */
    void leaseIsFree(EventId[] answer) {
        takeoverCause = answer.length == 0 ? null : answer[0];
    }

    void leaseExpired(String holder, Effects effects) {
        takeoverCause = effects.record(new LeaderElectionEvent.LeaseExpired(config.lease(), holder));
    }

    void sawHolder(String holder, boolean itself, Effects effects) {
        LeaderElectionEvent seen = new LeaderElectionEvent.HolderObserved(config.lease(), holder);
        if (itself) {
            record(seen, takeoverCause, effects);
        } else {
            takeoverCause = effects.record(seen);
        }
    }

    void started(Effects effects) {
        record(new LeaderElectionEvent.LeadershipStarted(config.lease(), config.identity()), takeoverCause, effects);
    }

    /** Why leading will have ended, with the last answer as the cause. */
    void ends(String reason, EventId... answer) {
        endReason = reason;
        endCause = answer.length == 0 ? null : answer[0];
    }

    void ended(Effects effects) {
        record(
                new LeaderElectionEvent.LeadershipEnded(config.lease(), config.identity(), endReason),
                endCause,
                effects);
    }

    private static void record(LeaderElectionEvent event, @Nullable EventId cause, Effects effects) {
        if (cause == null) {
            effects.record(event);
        } else {
            effects.record(event, cause);
        }
    }
}
