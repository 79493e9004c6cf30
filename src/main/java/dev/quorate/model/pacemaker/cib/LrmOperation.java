package dev.quorate.model.pacemaker.cib;

/**
 * The last result of one kind of operation ({@code lrm_rsc_op}).
 *
 * @param historyId {@code vip_last_0}, {@code vip_last_failure_0}, {@code vip_monitor_10000}
 * @param task {@code start}, {@code stop}, {@code monitor}
 * @param intervalMillis 0 for one that runs once; a monitor of interval 0 is a probe
 * @param callId the executor's serial number; -1 while pending
 * @param rc what the agent answered, in OCF's numbers
 * @param expectedRc what the transition expected: 7 of a probe, else 0
 * @param opStatus {@link #DONE} and its like
 * @param lastRcChangeSeconds when the result last changed, whole seconds of the wall clock
 * @param digest of the parameters it ran with ({@code op-digest}), see {@link Digests}; empty when not kept
 */
public record LrmOperation(
        String historyId,
        String task,
        long intervalMillis,
        int callId,
        int rc,
        int expectedRc,
        int opStatus,
        long lastRcChangeSeconds,
        String digest) {

    public static final int OK = 0;
    public static final int GENERIC_ERROR = 1;
    public static final int INVALID_PARAMETERS = 2;
    public static final int UNIMPLEMENTED = 3;
    public static final int INSUFFICIENT_PRIVILEGES = 4;
    public static final int NOT_INSTALLED = 5;
    public static final int NOT_CONFIGURED = 6;
    public static final int NOT_RUNNING = 7;
    /** The rc of a pending operation (PCMK_OCF_UNKNOWN). */
    public static final int UNKNOWN = 193;

    public static final int PENDING = -1;
    public static final int DONE = 0;
    public static final int CANCELLED = 1;
    public static final int TIMED_OUT = 2;
    public static final int NOT_SUPPORTED = 3;
    public static final int ERROR = 4;

    /** A result as the controller keeps it (pcmk__create_history_xml): the kind follows from what happened. */
    public static LrmOperation result(
            String resource,
            String task,
            long intervalMillis,
            int callId,
            int rc,
            int expectedRc,
            int opStatus,
            long lastRcChangeSeconds,
            String digest) {
        boolean failed = opStatus == TIMED_OUT
                || opStatus == NOT_SUPPORTED
                || opStatus == ERROR
                || (opStatus == DONE && rc != expectedRc);
        String historyId;
        if (failed) {
            historyId = resource + "_last_failure_0";
        } else if (intervalMillis > 0) {
            historyId = resource + "_" + task + "_" + intervalMillis;
        } else {
            historyId = resource + "_last_0";
        }
        return new LrmOperation(
                historyId, task, intervalMillis, callId, rc, expectedRc, opStatus, lastRcChangeSeconds, digest);
    }

    /** Whether it is kept as the resource's last failure. */
    public boolean isFailureRecord() {
        return historyId.endsWith("_last_failure_0");
    }

    /** Whether it asks what a resource does before the cluster touches it. */
    public boolean isProbe() {
        return task.equals("monitor") && intervalMillis == 0;
    }

    LrmOperation asLast() {
        String last = historyId.substring(0, historyId.length() - "last_failure_0".length()) + "last_0";
        return new LrmOperation(
                last, task, intervalMillis, callId, rc, expectedRc, opStatus, lastRcChangeSeconds, digest);
    }
}
