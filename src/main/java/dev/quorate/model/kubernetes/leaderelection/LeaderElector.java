package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.client.Component;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.LeaderElectionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate for a Lease, as client-go's LeaderElector (tools/leaderelection/leaderelection.go).
 *
 * <p>It acquires in a jittered loop, renews until it has failed for renewDeadline, and judges a lease by its own clock
 * at the time it saw the record change, never by the times in it. It gives no fencing: a leader goes on working until
 * its own deadline, whatever the store says. Methods carry the names of their Go counterparts.
 */
public final class LeaderElector implements Component {

    /** What the leader does, and what happens when it no longer leads. */
    public interface Callbacks {
        /** Leading: start to work. */
        void onStartedLeading(Effects effects);

        /** The leader's context is done: work must end now. Called before {@link #onStoppedLeading}, if it led. */
        void onLeadingCancelled(Effects effects);

        /** No longer a candidate; also when it never led. */
        void onStoppedLeading(Effects effects);

        /** Somebody, maybe this candidate itself, was seen to hold the lease. */
        default void onNewLeader(String identity, Effects effects) {}
    }

    private enum Phase {
        NEW,
        ACQUIRING,
        RENEWING,
        RELEASING,
        STOPPED
    }

    @FunctionalInterface
    private interface Done {
        void on(boolean success, Effects effects);
    }

    private static final SimTime NEVER = new SimTime(Long.MIN_VALUE / 2);
    private static final int RELEASE_TRIES = 5; // client-go util/retry DefaultRetry
    private static final Duration RELEASE_PAUSE = Duration.ofMillis(10);

    private final LeaderElectionConfig config;
    private final Callbacks callbacks;
    private final LeaseLock lock;
    private final boolean fastPath;
    private final Timer retryTimer;
    private final Timer deadlineTimer;
    private final Timer expiryTimer;
    private final Timer releaseTimer;

    private Phase phase = Phase.NEW;
    private LeaderElectionRecord observedRecord = LeaderElectionRecord.EMPTY;
    private LeaderElectionRecord.@Nullable Raw observedRawRecord;
    private SimTime observedTime = NEVER;
    private String reportedLeader = "";
    private long attempt;
    private boolean busy;
    private SimTime roundStart = SimTime.ZERO;
    private SimTime firstEnd = SimTime.ZERO;
    private boolean firstEnded;
    private boolean polling;
    private long ticksTaken;
    private int releaseTries;
    private String endReason = "";
    private @Nullable EventId takeoverCause;
    private @Nullable EventId endCause;

    public LeaderElector(LeaderElectionConfig config, LeaseCalls calls, Callbacks callbacks) {
        this.config = config;
        this.callbacks = callbacks;
        lock = new LeaseLock(config, calls);
        fastPath = config.clientGo().isAtLeast(ClientGo.V0_30);
        String prefix = "leader-election/" + config.name();
        retryTimer = Timer.of(prefix + "/retry");
        deadlineTimer = Timer.of(prefix + "/renew-deadline");
        expiryTimer = Timer.of(prefix + "/lease-expiry");
        releaseTimer = Timer.of(prefix + "/release");
    }

    public String identity() {
        return config.identity();
    }

    /** Its own belief: the last record it saw or wrote names it. */
    public boolean isLeader() {
        return observedRecord.holderIdentity().equals(config.identity());
    }

    /** Whether the leader's context stands: started and not cancelled. */
    public boolean isLeading() {
        return phase == Phase.RENEWING || phase == Phase.RELEASING;
    }

    /** The record it last saw or wrote. */
    public LeaderElectionRecord observedRecord() {
        return observedRecord;
    }

    /** Whether {@code /healthz} passes: it fails for a leader that did not renew for leaseDuration and 20 s more. */
    public boolean check(SimTime now) {
        Duration tolerance = config.leaseDuration().plusSeconds(20); // NewLeaderHealthzAdaptor(20s)
        return !isLeader() || now.since(observedTime).compareTo(tolerance) <= 0;
    }

    /** Begin as a candidate; one that was cancelled before never does. */
    public void run(Effects effects) {
        if (phase == Phase.STOPPED) {
            return;
        }
        if (phase != Phase.NEW) {
            throw new IllegalStateException("runs already: " + phase);
        }
        phase = Phase.ACQUIRING;
        acquire(effects);
    }

    /** The candidate's context is done: stop, and release the lease if told to. */
    public void cancel(String reason, Effects effects) {
        switch (phase) {
            // client-go, LeaderElector.Run: a context that is done ends it at once, by way of OnStoppedLeading
            case NEW -> stopped(effects);
            case ACQUIRING -> {
                abandonAttempt(effects);
                effects.cancelTimer(retryTimer);
                stopped(effects);
            }
            case RENEWING -> endLeading(reason, effects);
            default -> {
                // on its way out already
            }
        }
    }

    /** Note that the process ends now, without release or callbacks. */
    public void processEnds(String reason, Effects effects) {
        if (isLeading()) {
            phase = Phase.STOPPED;
            effects.record(new LeaderElectionEvent.LeadershipEnded(config.lease(), config.identity(), reason));
        }
    }

    // -- acquire: wait.JitterUntil(f, retryPeriod, 1.2, sliding)

    private void acquire(Effects effects) {
        tryAcquireOrRenew(this::acquireEnded, effects);
    }

    private void acquireEnded(boolean success, Effects effects) {
        maybeReportTransition(effects);
        if (!success) {
            Duration jitter =
                    effects.random("leader-election/" + config.name()).uniform(Duration.ZERO, config.maxJitter());
            effects.setTimer(retryTimer, config.retryPeriod().plus(jitter), holderHost());
            return;
        }
        phase = Phase.RENEWING;
        effects.cancelTimer(expiryTimer);
        EventId cause = takeoverCause;
        LeaderElectionEvent started = new LeaderElectionEvent.LeadershipStarted(config.lease(), config.identity());
        if (cause == null) {
            effects.record(started);
        } else {
            effects.record(started, cause);
        }
        callbacks.onStartedLeading(effects);
        if (phase == Phase.RENEWING) {
            renew(effects);
        }
    }

    // -- renew: wait.Until(poll until success or renewDeadline, retryPeriod)

    private void renew(Effects effects) {
        roundStart = effects.monotonic();
        polling = true;
        firstEnded = false;
        ticksTaken = 0;
        effects.setTimer(deadlineTimer, config.renewDeadline());
        tryAcquireOrRenew(this::renewEnded, effects);
    }

    private void renewEnded(boolean success, Effects effects) {
        if (success) {
            polling = false;
            maybeReportTransition(effects);
            effects.cancelTimer(deadlineTimer);
            effects.setTimer(retryTimer, config.retryPeriod());
            return;
        }
        Duration next = untilNextTick(effects.monotonic());
        if (next.isZero()) {
            tryAcquireOrRenew(this::renewEnded, effects);
        } else {
            effects.setTimer(retryTimer, next);
        }
    }

    /**
     * When the poll's ticker lets it try again. From 0.27 on the ticker runs from the start of the poll and keeps one
     * tick for a busy caller; before, it ran from the end of the first try and kept none (apimachinery
     * util/wait/loop.go; PollImmediateUntil).
     */
    private Duration untilNextTick(SimTime now) {
        long period = SimTime.micros(config.retryPeriod());
        boolean keepsTick = config.clientGo().isAtLeast(ClientGo.V0_27);
        if (!firstEnded) {
            firstEnded = true;
            firstEnd = now;
        } else if (!keepsTick) {
            long gone = now.since(firstEnd).toNanos() / 1_000;
            return SimTime.span(period - gone % period);
        }
        if (!keepsTick) {
            return config.retryPeriod();
        }
        long gone = now.since(roundStart).toNanos() / 1_000;
        long ticks = gone / period;
        if (ticks > ticksTaken) {
            ticksTaken = ticks;
            return Duration.ZERO;
        }
        ticksTaken = ticks + 1;
        return SimTime.span(period - gone % period);
    }

    /** Renewing is over: release if told to, and only then cancel the leader's context. */
    private void endLeading(String reason, Effects effects) {
        endReason = reason;
        EventId[] answer = lock.lastAnswer();
        endCause = answer.length == 0 ? null : answer[0];
        abandonAttempt(effects);
        effects.cancelTimer(deadlineTimer);
        effects.cancelTimer(retryTimer);
        phase = Phase.RELEASING;
        if (config.releaseOnCancel()) {
            releaseTries = 0;
            release(effects);
        } else {
            contextCancelled(effects);
        }
    }

    private void contextCancelled(Effects effects) {
        LeaderElectionEvent ended =
                new LeaderElectionEvent.LeadershipEnded(config.lease(), config.identity(), endReason);
        EventId cause = endCause;
        if (cause == null) {
            effects.record(ended);
        } else {
            effects.record(ended, cause);
        }
        callbacks.onLeadingCancelled(effects);
        stopped(effects);
    }

    private void stopped(Effects effects) {
        phase = Phase.STOPPED;
        effects.cancelTimer(expiryTimer);
        callbacks.onStoppedLeading(effects);
    }

    // -- release

    private void release(Effects effects) {
        if (config.clientGo().isAtLeast(ClientGo.V0_34)) {
            // The Get refreshes resourceVersion and transitions: what it says of the holder is not looked at.
            lock.get(
                    (response, later) -> {
                        if (response.isSuccess()) {
                            releaseUpdate(response.as(Lease.class).leaseTransitions(), later);
                        } else {
                            contextCancelled(later);
                        }
                    },
                    effects);
        } else {
            releaseUpdate(observedRecord.leaderTransitions(), effects);
        }
    }

    private void releaseUpdate(int transitions, Effects effects) {
        if (!isLeader()) {
            contextCancelled(effects);
            return;
        }
        SimTime now = effects.wall();
        LeaderElectionRecord released = new LeaderElectionRecord("", 1, now, now, transitions);
        lock.update(
                released,
                (response, later) -> {
                    if (response.isSuccess()) {
                        setObservedRecord(released, later);
                        maybeReportTransition(later);
                    } else if (response.status() == 409
                            && config.clientGo().isAtLeast(ClientGo.V0_36)
                            && ++releaseTries < RELEASE_TRIES) {
                        later.setTimer(releaseTimer, RELEASE_PAUSE);
                        return;
                    }
                    contextCancelled(later);
                },
                effects);
    }

    // -- one try

    private void tryAcquireOrRenew(Done done, Effects effects) {
        long mine = ++attempt;
        busy = true;
        Done end = (success, later) -> {
            busy = false;
            done.on(success, later);
        };
        SimTime now = effects.monotonic();
        SimTime wall = effects.wall();
        LeaderElectionRecord record = new LeaderElectionRecord(
                config.identity(), (int) config.leaseDuration().toSeconds(), wall, wall, 0);
        if (fastPath && isLeader() && isLeaseValid(now)) {
            LeaderElectionRecord renewed = record.continuing(observedRecord);
            lock.update(
                    renewed,
                    (response, later) -> {
                        if (isOver(mine, later)) {
                            return;
                        }
                        if (response.isSuccess()) {
                            setObservedRecord(renewed, later);
                            end.on(true, later);
                        } else {
                            slowPath(mine, now, record, end, later);
                        }
                    },
                    effects);
        } else {
            slowPath(mine, now, record, end, effects);
        }
    }

    private void slowPath(long mine, SimTime now, LeaderElectionRecord record, Done end, Effects effects) {
        lock.get(
                (response, later) -> {
                    if (isOver(mine, later)) {
                        return;
                    }
                    if (response.isNotFound()) {
                        takeoverCause = firstOf(lock.lastAnswer());
                        write(mine, record, true, end, later);
                    } else if (response.isSuccess()) {
                        compareAndUpdate(mine, now, record, response, end, later);
                    } else {
                        end.on(false, later);
                    }
                },
                effects);
    }

    private void compareAndUpdate(
            long mine, SimTime now, LeaderElectionRecord record, ApiResponse response, Done end, Effects effects) {
        LeaderElectionRecord old = LeaderElectionRecord.of(response.as(Lease.class));
        LeaderElectionRecord.Raw raw = old.raw();
        if (!raw.equals(observedRawRecord)) {
            setObservedRecord(old, effects);
            observedRawRecord = raw;
            awaitExpiry(effects);
        }
        if (!old.holderIdentity().isEmpty() && isLeaseValid(now) && !isLeader()) {
            end.on(false, effects);
            return;
        }
        LeaderElectionRecord next =
                isLeader() ? record.continuing(old) : record.withTransitions(old.leaderTransitions() + 1);
        write(mine, next, false, end, effects);
    }

    private void write(long mine, LeaderElectionRecord record, boolean create, Done end, Effects effects) {
        LeaseLock.Answer answer = (response, later) -> {
            if (isOver(mine, later)) {
                return;
            }
            if (response.isSuccess()) {
                setObservedRecord(record, later);
            }
            end.on(response.isSuccess(), later);
        };
        if (create) {
            lock.create(record, answer, effects);
        } else {
            lock.update(record, answer, effects);
        }
    }

    /**
     * Whether the try's context is done. An answer that lay in the socket while the process stood still comes too late
     * when the deadline passed meanwhile: Go's timers run before the socket is read.
     */
    private boolean isOver(long mine, Effects effects) {
        if (mine != attempt) {
            return true;
        }
        if (phase == Phase.RENEWING && !effects.monotonic().isBefore(roundStart.plus(config.renewDeadline()))) {
            deadlineExceeded(effects);
            return true;
        }
        return false;
    }

    private void deadlineExceeded(Effects effects) {
        endLeading("failed to renew lease " + config.lease() + ": context deadline exceeded", effects);
    }

    /** The observed lease is valid by this candidate's own clock; before 0.27 by its own leaseDuration, too. */
    private boolean isLeaseValid(SimTime now) {
        return observedTime.plus(validity()).isAfter(now);
    }

    private Duration validity() {
        return config.clientGo().isAtLeast(ClientGo.V0_27)
                ? Duration.ofSeconds(observedRecord.leaseDurationSeconds())
                : config.leaseDuration();
    }

    private void setObservedRecord(LeaderElectionRecord record, Effects effects) {
        boolean newHolder = !record.holderIdentity().equals(observedRecord.holderIdentity());
        observedRecord = record;
        observedTime = effects.monotonic();
        if (newHolder) {
            LeaderElectionEvent seen = new LeaderElectionEvent.HolderObserved(config.lease(), record.holderIdentity());
            EventId cause = takeoverCause;
            if (!isLeader()) {
                takeoverCause = effects.record(seen);
            } else if (cause == null) {
                effects.record(seen);
            } else {
                effects.record(seen, cause);
            }
        }
    }

    /** For the trace alone: note when another's lease runs out here, with whoever silenced its holder as the cause. */
    private void awaitExpiry(Effects effects) {
        if (isLeader() || observedRecord.holderIdentity().isEmpty()) {
            effects.cancelTimer(expiryTimer);
        } else {
            effects.setTimer(expiryTimer, validity(), holderHost());
        }
    }

    /** Drop the try in flight: its context is done, late answers are not for us. */
    private void abandonAttempt(Effects effects) {
        attempt++;
        if (busy) {
            busy = false;
            lock.abort(effects);
        }
    }

    private void maybeReportTransition(Effects effects) {
        if (!observedRecord.holderIdentity().equals(reportedLeader)) {
            reportedLeader = observedRecord.holderIdentity();
            callbacks.onNewLeader(reportedLeader, effects);
        }
    }

    /** Identities are {@code hostname_uuid}. */
    private List<String> holderHost() {
        String holder = observedRecord.holderIdentity();
        if (holder.isEmpty() || isLeader()) {
            return List.of();
        }
        int end = holder.indexOf('_');
        return new ArrayList<>(List.of(end < 0 ? holder : holder.substring(0, end)));
    }

    private static @Nullable EventId firstOf(EventId[] ids) {
        return ids.length == 0 ? null : ids[0];
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(retryTimer)) {
            retry(effects);
        } else if (timer.equals(deadlineTimer)) {
            deadlineExceeded(effects);
        } else if (timer.equals(expiryTimer)) {
            takeoverCause = effects.record(
                    new LeaderElectionEvent.LeaseExpired(config.lease(), observedRecord.holderIdentity()));
        } else if (timer.equals(releaseTimer)) {
            release(effects);
        } else {
            return false;
        }
        return true;
    }

    private void retry(Effects effects) {
        if (phase == Phase.ACQUIRING) {
            acquire(effects);
        } else if (!polling) {
            renew(effects);
        } else {
            tryAcquireOrRenew(this::renewEnded, effects);
        }
    }

    /** Set what a test wants it to have seen already. */
    void observed(LeaderElectionRecord record, SimTime at) {
        observedRecord = record;
        observedRawRecord = record.raw();
        observedTime = at;
    }

    /** One try, for tests. */
    void tryOnce(java.util.function.BiConsumer<Boolean, Effects> done, Effects effects) {
        tryAcquireOrRenew(done::accept, effects);
    }
}
