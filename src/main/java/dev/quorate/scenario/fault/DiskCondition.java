package dev.quorate.scenario.fault;

import java.time.Duration;

/**
 * How a host's disk does.
 *
 * @param factor what a sync's usual time is multiplied by; 1 is normal
 * @param extra what is added to each sync
 * @param full whether writes fail for want of space
 * @param lies whether it answers a sync before the data is safe, so that a power loss takes it
 */
public record DiskCondition(double factor, Duration extra, boolean full, boolean lies) {

    public static final DiskCondition NORMAL = new DiskCondition(1, Duration.ZERO, false, false);

    public static final DiskCondition FULL = new DiskCondition(1, Duration.ZERO, true, false);

    public static final DiskCondition LYING = new DiskCondition(1, Duration.ZERO, false, true);

    public DiskCondition {
        if (!(factor >= 1) || extra.isNegative()) {
            throw new IllegalArgumentException("a disk is slowed by a factor of at least 1 and a span of at least 0");
        }
    }

    public static DiskCondition slow(double factor, Duration extra) {
        return new DiskCondition(factor, extra, false, false);
    }
}
