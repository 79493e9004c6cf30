package dev.quorate.model.host.systemd;

import dev.quorate.time.SimTime;
import java.time.Duration;

/**
 * Counts a unit's starts. The window does not slide: it opens at a start, and the first start after its end opens the
 * next (systemd, src/basic/ratelimit.c, ratelimit_below).
 */
final class StartLimit {

    private SimTime windowStart = SimTime.MAX;
    private int starts;

    /** Count one start, and say whether it is allowed. */
    boolean allows(SimTime now, Duration interval, int burst) {
        if (interval.isZero() || burst == 0) {
            return true;
        }
        if (starts == 0 || windowStart.plus(interval).isBefore(now)) {
            windowStart = now;
            starts = 1;
            return true;
        }
        starts++;
        return starts <= burst;
    }

    /** {@code systemctl reset-failed}. */
    void reset() {
        starts = 0;
    }
}
