package dev.quorate.experiment;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.fault.Trigger;
import java.time.Duration;
import java.util.List;

/**
 * Spreads a timeline's fixed times, so that many seeds of one scenario meet its faults in many phases. A time that the
 * scenario spreads itself is left as it is.
 */
final class Jitter {

    private Jitter() {}

    /** Every fixed {@code at} becomes uniform within that half width, not before time zero. */
    static Scenario spread(Scenario scenario, Duration halfWidth) {
        if (halfWidth.isZero()) {
            return scenario;
        }
        List<ScheduledFault> timeline = scenario.timeline().stream()
                .map(fault -> spread(fault, halfWidth))
                .toList();
        return scenario.withTimeline(timeline);
    }

    private static ScheduledFault spread(ScheduledFault fault, Duration halfWidth) {
        if (!(fault.trigger() instanceof Trigger.At at) || at.time().shape() != Spread.Shape.FIXED) {
            return fault;
        }
        Duration middle = at.time().from();
        Duration width = middle.compareTo(halfWidth) < 0 ? middle : halfWidth;
        return fault.with(new Trigger.At(Spread.around(middle, width)));
    }
}
