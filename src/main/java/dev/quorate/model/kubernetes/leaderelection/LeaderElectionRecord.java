package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.time.SimTime;
import org.jspecify.annotations.Nullable;

/** What a Lease says, apart from its metadata (resourcelock/interface.go LeaderElectionRecord). */
public record LeaderElectionRecord(
        String holderIdentity,
        int leaseDurationSeconds,
        @Nullable SimTime acquireTime,
        @Nullable SimTime renewTime,
        int leaderTransitions) {

    /** The zero record. */
    public static final LeaderElectionRecord EMPTY = new LeaderElectionRecord("", 0, null, null, 0);

    /**
     * The record as Get compares it: marshalled to JSON, where metav1.Time is RFC 3339 with whole seconds. Two renewals
     * within one second look the same.
     */
    public record Raw(String holderIdentity, int leaseDurationSeconds, long acquire, long renew, int transitions) {}

    /** LeaseSpecToLeaderElectionRecord. */
    public static LeaderElectionRecord of(Lease lease) {
        return new LeaderElectionRecord(
                lease.holderIdentity(),
                lease.leaseDurationSeconds(),
                lease.acquireTime(),
                lease.renewTime(),
                lease.leaseTransitions());
    }

    /** LeaderElectionRecordToLeaseSpec. */
    public Lease onto(Lease lease) {
        return new Lease(
                lease.metadata(), holderIdentity, leaseDurationSeconds, acquireTime, renewTime, leaderTransitions);
    }

    public Raw raw() {
        return new Raw(
                holderIdentity, leaseDurationSeconds, seconds(acquireTime), seconds(renewTime), leaderTransitions);
    }

    LeaderElectionRecord continuing(LeaderElectionRecord held) {
        return new LeaderElectionRecord(
                holderIdentity, leaseDurationSeconds, held.acquireTime, renewTime, held.leaderTransitions);
    }

    LeaderElectionRecord withTransitions(int transitions) {
        return new LeaderElectionRecord(holderIdentity, leaseDurationSeconds, acquireTime, renewTime, transitions);
    }

    private static long seconds(@Nullable SimTime time) {
        return time == null ? Long.MIN_VALUE : Math.floorDiv(time.micros(), 1_000_000L);
    }
}
