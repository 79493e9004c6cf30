package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.client.Component;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Optional;

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

    private final LeaderElectionConfig config;
    private final Callbacks callbacks;
    private final LeaseLock lock;
    private final PollTicker ticker;
    private final ObservedLease observed;
    private final LeaseRelease release;
    private final ElectionTrace trace;
    private final boolean fastPath;
    private final Timer retryTimer;
    private final Timer deadlineTimer;
    private final Timer expiryTimer;

    private Phase phase = Phase.NEW;
    private String reportedLeader = "";
    private long attempt;
    private boolean busy;
    private boolean polling;

    public LeaderElector(LeaderElectionConfig config, LeaseCalls calls, Callbacks callbacks) {
        this.config = config;
        this.callbacks = callbacks;
        lock = new LeaseLock(config, calls);
        ticker = new PollTicker(config);
        observed = new ObservedLease(config);
        release = new LeaseRelease(config, lock, observed);
        trace = new ElectionTrace(config);
        fastPath = config.clientGo().isAtLeast(ClientGo.V0_30);
        String prefix = "leader-election/" + config.name();
        retryTimer = Timer.of(prefix + "/retry");
        deadlineTimer = Timer.of(prefix + "/renew-deadline");
        expiryTimer = Timer.of(prefix + "/lease-expiry");
    }

    public String identity() {
        return config.identity();
    }

    /** Its own belief: the last record it saw or wrote names it. */
    public boolean isLeader() {
        return observed.record().holderIdentity().equals(config.identity());
    }

    /** Whether the leader's context stands: started and not cancelled. */
    public boolean isLeading() {
        return phase == Phase.RENEWING || phase == Phase.RELEASING;
    }

    /** The record it last saw or wrote. */
    public LeaderElectionRecord observedRecord() {
        return observed.record();
    }

    /** Whether {@code /healthz} passes: it fails for a leader that did not renew for leaseDuration and 20 s more. */
    public boolean check(SimTime now) {
        Duration tolerance = config.leaseDuration().plusSeconds(20); // NewLeaderHealthzAdaptor(20s)
        return !isLeader() || now.since(observed.time()).compareTo(tolerance) <= 0;
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
            trace.ends(reason);
            trace.ended(effects);
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
            effects.setTimer(retryTimer, config.retryPeriod().plus(jitter), observed.holderHost(isLeader()));
            return;
        }
        phase = Phase.RENEWING;
        effects.cancelTimer(expiryTimer);
        trace.started(effects);
        callbacks.onStartedLeading(effects);
        if (phase == Phase.RENEWING) {
            renew(effects);
        }
    }

    // -- renew: wait.Until(poll until success or renewDeadline, retryPeriod)

    private void renew(Effects effects) {
        ticker.begin(effects.monotonic());
        polling = true;
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
        Duration next = ticker.untilNext(effects.monotonic());
        if (next.isZero()) {
            tryAcquireOrRenew(this::renewEnded, effects);
        } else {
            effects.setTimer(retryTimer, next);
        }
    }

    /** Renewing is over: release if told to, and only then cancel the leader's context. */
    private void endLeading(String reason, Effects effects) {
        trace.ends(reason, lock.lastAnswer());
        abandonAttempt(effects);
        effects.cancelTimer(deadlineTimer);
        effects.cancelTimer(retryTimer);
        phase = Phase.RELEASING;
        if (config.releaseOnCancel()) {
            release.begin(this::released, effects);
        } else {
            contextCancelled(effects);
        }
    }

    private void contextCancelled(Effects effects) {
        trace.ended(effects);
        callbacks.onLeadingCancelled(effects);
        stopped(effects);
    }

    private void stopped(Effects effects) {
        phase = Phase.STOPPED;
        effects.cancelTimer(expiryTimer);
        callbacks.onStoppedLeading(effects);
    }

    /** What release came to; the leader's context is cancelled only after it. */
    private void released(Optional<LeaderElectionRecord> record, Effects effects) {
        if (record.isPresent()) {
            setObservedRecord(record.get(), effects);
            maybeReportTransition(effects);
        }
        contextCancelled(effects);
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
        if (fastPath && isLeader() && observed.isValid(now)) {
            LeaderElectionRecord renewed = record.continuing(observed.record());
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
                        trace.leaseIsFree(lock.lastAnswer());
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
        if (!observed.isRaw(raw)) {
            setObservedRecord(old, effects);
            observed.raw(raw);
            // For the trace alone: note when another's lease runs out here, with whoever silenced its holder as the
            // cause.
            if (isLeader() || old.holderIdentity().isEmpty()) {
                effects.cancelTimer(expiryTimer);
            } else {
                effects.setTimer(expiryTimer, observed.validity(), observed.holderHost(isLeader()));
            }
        }
        if (!old.holderIdentity().isEmpty() && observed.isValid(now) && !isLeader()) {
            end.on(false, effects);
            return;
        }
        LeaderElectionRecord next =
                isLeader() ? record.continuing(old) : record.withTransitions(old.leaderTransitions() + 1);
        write(mine, next, false, end, effects);
    }

    private void write(long mine, LeaderElectionRecord record, boolean create, Done end, Effects effects) {
        LeaseLock.Answer answer = (response, later) -> {
            if (!isOver(mine, later)) {
                if (response.isSuccess()) {
                    setObservedRecord(record, later);
                }
                end.on(response.isSuccess(), later);
            }
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
        if (phase == Phase.RENEWING
                && !effects.monotonic().isBefore(ticker.start().plus(config.renewDeadline()))) {
            deadlineExceeded(effects);
            return true;
        }
        return false;
    }

    private void deadlineExceeded(Effects effects) {
        endLeading("failed to renew lease " + config.lease() + ": context deadline exceeded", effects);
    }

    private void setObservedRecord(LeaderElectionRecord record, Effects effects) {
        boolean newHolder = !record.holderIdentity().equals(observed.record().holderIdentity());
        observed.set(record, effects.monotonic());
        if (newHolder) {
            trace.sawHolder(record.holderIdentity(), isLeader(), effects);
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
        if (!observed.record().holderIdentity().equals(reportedLeader)) {
            reportedLeader = observed.record().holderIdentity();
            callbacks.onNewLeader(reportedLeader, effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(retryTimer)) {
            retry(effects);
        } else if (timer.equals(deadlineTimer)) {
            deadlineExceeded(effects);
        } else if (timer.equals(expiryTimer)) {
            trace.leaseExpired(observed.record().holderIdentity(), effects);
        } else {
            return release.onTimer(timer, effects);
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
        observed.set(record, at);
        observed.raw(record.raw());
    }

    /** One try, for tests. */
    void tryOnce(java.util.function.BiConsumer<Boolean, Effects> done, Effects effects) {
        tryAcquireOrRenew(done::accept, effects);
    }
}
