package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.Values;
import org.jspecify.annotations.Nullable;

/** Reads one node's results of one resource, oldest first, into its role and its failure (unpack_rsc_op). */
final class ResultReader {

    private final Cluster cluster;
    private final Rsc rsc;
    private final Member node;
    private OnFail onFail = OnFail.IGNORE;
    private @Nullable LrmOperation lastFailure;

    ResultReader(Cluster cluster, Rsc rsc, Member node) {
        this.cluster = cluster;
        this.rsc = rsc;
        this.node = node;
    }

    /** What the worst failure that still stands leads to. */
    OnFail onFail() {
        return onFail;
    }

    /** How a result counts once the agent's answer is weighed against what was expected (remap_operation). */
    private enum Outcome {
        DONE,
        PENDING,
        CANCELLED,
        FAILED,
        /** Not to be tried again on this node. */
        FAILED_HARD,
        /** Not to be tried again anywhere. */
        FAILED_FATAL,
        NOT_INSTALLED
    }

    void read(LrmOperation operation) {
        boolean expired = operation.opStatus() != NOT_INSTALLED && hasExpired(operation);
        boolean maskable = isMaskableProbeFailure(operation);
        int rc = operation.task().equals(Task.MONITOR) ? effectiveRc(operation.rc()) : operation.rc();
        if (maskable) {
            rc = LrmOperation.NOT_RUNNING;
        }
        Outcome outcome = outcome(operation, rc, maskable);
        if (expired && maskable && operation.rc() != operation.expectedRc()) {
            if (rsc.role.compareTo(Role.STOPPED) <= 0) {
                rsc.role = Role.UNKNOWN; // ask again
            }
            return;
        }
        if (expired && rc != operation.expectedRc()) {
            if (operation.intervalMillis() == 0) {
                return;
            }
            if (node.online && !node.unclean) {
                cluster.digested.markExpired(operation, node);
                return;
            }
        }
        if (maskable) {
            updateState(operation, operation.expectedRc());
            cluster.score(restrictable(), node, -Values.INFINITY);
            return;
        }
        switch (outcome) {
            case CANCELLED -> {}
            case PENDING -> pending(operation);
            case DONE -> updateState(operation, rc);
            case NOT_INSTALLED -> {
                if (rules(operation).onFail == OnFail.IGNORE) {
                    onFail = OnFail.MIGRATE;
                }
                cluster.score(restrictable(), node, -Values.INFINITY);
                fail(operation, rc);
            }
            default -> failed(operation, rc, outcome);
        }
    }

    private static final int NOT_INSTALLED = 7; // PCMK_EXEC_NOT_INSTALLED

    /** For a clone's instance a ban holds for the clone. */
    private Rsc restrictable() {
        return rsc.unique ? rsc : rsc.top();
    }

    private Work rules(LrmOperation operation) {
        return cluster.unsaved(rsc, operation.task(), operation.intervalMillis(), null, -1);
    }

    /** Monitors may say degraded: it runs (pcmk__effective_rc). */
    private static int effectiveRc(int rc) {
        return rc == 190 ? LrmOperation.OK : rc == 191 ? 8 : rc;
    }

    /** A probe that says the resource cannot even be there (pcmk_xe_mask_probe_failure). */
    private static boolean isMaskableProbeFailure(LrmOperation operation) {
        return operation.isProbe()
                && (operation.rc() == LrmOperation.NOT_INSTALLED
                        || operation.rc() == LrmOperation.INVALID_PARAMETERS
                        || operation.opStatus() == NOT_INSTALLED);
    }

    private Outcome outcome(LrmOperation operation, int rc, boolean maskable) {
        int status = maskable ? LrmOperation.DONE : operation.opStatus();
        if (status == LrmOperation.PENDING) {
            return Outcome.PENDING;
        }
        if (status == LrmOperation.CANCELLED) {
            return Outcome.CANCELLED;
        }
        if (status == NOT_INSTALLED) {
            return Outcome.NOT_INSTALLED;
        }
        if (status != LrmOperation.DONE && status != LrmOperation.ERROR) {
            return Outcome.FAILED; // timed out, not supported: what the agent said does not count
        }
        boolean expected = rc == operation.expectedRc();
        return switch (rc) {
            case LrmOperation.OK ->
                expected || (operation.isProbe() && operation.expectedRc() == LrmOperation.NOT_RUNNING)
                        ? Outcome.DONE
                        : Outcome.FAILED;
            case LrmOperation.NOT_RUNNING -> notRunning(operation, expected);
            case LrmOperation.NOT_CONFIGURED -> Outcome.FAILED_FATAL;
            case LrmOperation.UNIMPLEMENTED -> operation.intervalMillis() > 0 ? Outcome.FAILED : hard(operation);
            case LrmOperation.NOT_INSTALLED, LrmOperation.INVALID_PARAMETERS, LrmOperation.INSUFFICIENT_PRIVILEGES ->
                hard(operation);
            default -> Outcome.FAILED;
        };
    }

    private Outcome notRunning(LrmOperation operation, boolean expected) {
        if (!operation.isProbe() && !expected && rsc.managed) {
            return Outcome.FAILED;
        }
        rsc.role = Role.STOPPED;
        onFail = OnFail.IGNORE;
        rsc.nextRole = Role.UNKNOWN;
        return Outcome.DONE;
    }

    private Outcome hard(LrmOperation operation) {
        checkRecoverable(operation);
        return Outcome.FAILED_HARD;
    }

    /** A stop that fails hard where nobody can fence leaves the resource to an operator (check_recoverable). */
    private void checkRecoverable(LrmOperation operation) {
        if (operation.task().equals(Task.STOP) && !cluster.canFence(node)) {
            rsc.managed = false;
            rsc.blocked = true;
        }
    }

    private void pending(LrmOperation operation) {
        if (operation.task().equals(Task.START)) {
            rsc.startPending = true;
            rsc.role = Role.STARTED;
        }
        if (rsc.pendingTask == null && !operation.isProbe()) {
            rsc.pendingTask = operation.task();
            rsc.pendingNode = node;
        }
    }

    /** update_resource_state. */
    private void updateState(LrmOperation operation, int rc) {
        boolean clears = false;
        if (rc == LrmOperation.NOT_INSTALLED || isMaskableProbeFailure(operation)) {
            rsc.role = Role.STOPPED;
        } else if (rc == LrmOperation.NOT_RUNNING) {
            clears = true;
        } else if (operation.task().equals(Task.MONITOR)) {
            clears = lastFailure != null
                    && lastFailure.task().equals(Task.MONITOR)
                    && lastFailure.intervalMillis() == operation.intervalMillis();
            activate();
        } else if (operation.task().equals(Task.START)) {
            rsc.role = Role.STARTED;
            clears = true;
        } else if (operation.task().equals(Task.STOP)) {
            rsc.role = Role.STOPPED;
            clears = true;
        } else {
            activate();
        }
        if (clears && (onFail == OnFail.BLOCK || onFail == OnFail.IGNORE || onFail == OnFail.RECOVER)) {
            onFail = OnFail.IGNORE;
            rsc.nextRole = Role.UNKNOWN;
        }
    }

    private void activate() {
        if (rsc.role != Role.STARTED) {
            rsc.role = Role.STARTED;
        }
    }

    private void failed(LrmOperation operation, int rc, Outcome outcome) {
        if (rules(operation).onFail == OnFail.IGNORE) {
            updateState(operation, operation.expectedRc());
            rsc.failureIgnored = true;
            return;
        }
        fail(operation, rc);
        if (outcome == Outcome.FAILED_HARD) {
            cluster.score(restrictable(), node, -Values.INFINITY);
        } else if (outcome == Outcome.FAILED_FATAL) {
            cluster.score(restrictable(), null, -Values.INFINITY);
        }
    }

    /** unpack_rsc_op_failure. */
    private void fail(LrmOperation operation, int rc) {
        lastFailure = operation;
        Work rules = rules(operation);
        if (onFail.compareTo(rules.onFail) < 0) {
            onFail = rules.onFail;
        }
        if (operation.task().equals(Task.STOP)) {
            cluster.score(rsc, node, -Values.INFINITY);
        }
        if (operation.isProbe() && rc == LrmOperation.NOT_INSTALLED) {
            rsc.role = Role.STOPPED;
        } else {
            activate();
        }
        if (rules.failRole == Role.STOPPED) {
            if (rsc.nextRole.compareTo(Role.STOPPED) < 0) {
                rsc.nextRole = Role.STOPPED;
            }
            restrictable().allowed = Places.barred(cluster.members);
        }
    }

    /** Whether failure-timeout has passed, in which case the fail count is cleared too (check_operation_expiry). */
    private boolean hasExpired(LrmOperation operation) {
        boolean expired = false;
        int unexpired = 0;
        boolean clear = false;
        if (rsc.failureTimeoutSeconds > 0) {
            expired = cluster.nowSeconds >= operation.lastRcChangeSeconds() + rsc.failureTimeoutSeconds;
            unexpired = FailCounts.count(rsc, node, true, operation);
        }
        if (expired && FailCounts.count(rsc, node, false, operation) > 0) {
            if (unexpired == 0) {
                clear = true;
            } else {
                expired = false;
            }
        }
        if (!expired && operation.isFailureRecord() && parametersChanged(operation)) {
            clear = true;
        }
        if (clear) {
            Work work = cluster.work(rsc, Task.CLEAR_FAILCOUNT, 0, node, false);
            work.because("failure-timeout");
        }
        boolean tellsState = operation.rc() == LrmOperation.OK
                || operation.rc() == LrmOperation.NOT_RUNNING
                || operation.rc() == 8
                || operation.rc() == 190
                || operation.rc() == 191;
        return expired && !(operation.isProbe() && tellsState);
    }

    /** should_clear_for_param_change. */
    private boolean parametersChanged(LrmOperation operation) {
        if (!operation.task().equals(Task.START) && !operation.task().equals(Task.MONITOR)) {
            return false;
        }
        Digested.Verdict verdict = cluster.digested.compare(rsc, operation, node);
        return verdict == Digested.Verdict.CHANGED || verdict == Digested.Verdict.RESTART;
    }
}
