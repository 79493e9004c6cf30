package dev.quorate.experiment;

import dev.quorate.scenario.fault.Fault;
import dev.quorate.scenario.fault.FaultCatalog;
import dev.quorate.scenario.fault.FaultCatalog.KindParameter;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.fault.Target;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How far a plan is from the simplest one; compared part by part.
 *
 * @param faults how many faults it has
 * @param kinds how unusual they are
 * @param words how many targets are words instead of names, parameters not left at their default, times drawn
 * @param times how late, how long and how crooked its times are, in tenths of a second
 */
public record PlanCost(int faults, int kinds, int words, long times) implements Comparable<PlanCost> {

    private static final Comparator<PlanCost> ORDER = Comparator.comparingInt(PlanCost::faults)
            .thenComparingInt(PlanCost::kinds)
            .thenComparingInt(PlanCost::words)
            .thenComparingLong(PlanCost::times);

    /** The cost of a plan. */
    public static PlanCost of(List<ScheduledFault> plan) {
        int kinds = 0;
        int words = 0;
        long times = 0;
        for (ScheduledFault fault : plan) {
            kinds += SimplerFaults.rank(fault.fault().kind());
            words += words(fault);
            times += times(fault);
        }
        return new PlanCost(plan.size(), kinds, words, times);
    }

    @Override
    public int compareTo(PlanCost other) {
        return ORDER.compare(this, other);
    }

    private static int words(ScheduledFault scheduled) {
        int words = scheduled.lasting().isPresent() ? 1 : 0;
        words += scheduled.mistake() ? 1 : 0;
        words += scheduled.think().equals(Spread.ZERO) ? 0 : 1;
        words += scheduled.trigger() instanceof Trigger.At at && at.time().shape() == Spread.Shape.FIXED ? 0 : 1;
        Fault fault = scheduled.fault();
        for (KindParameter parameter : FaultCatalog.of(fault.getClass()).parameters()) {
            words += words(parameter, parameter.valueIn(fault));
        }
        return words;
    }

    private static int words(KindParameter parameter, Object value) {
        if (value instanceof Target target) {
            return target.isSymbolic() ? 2 : 1;
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        return parameter
                        .defaultText()
                        .filter(ScenarioWriter.value(value)::equals)
                        .isPresent()
                ? 0
                : 1;
    }

    private static long times(ScheduledFault scheduled) {
        long times =
                scheduled.trigger() instanceof Trigger.At at ? cost(at.time().from()) : 0;
        times += scheduled.lasting().map(span -> cost(span.from())).orElse(0L);
        Fault fault = scheduled.fault();
        for (KindParameter parameter : FaultCatalog.of(fault.getClass()).parameters()) {
            times += parameter.valueIn(fault) instanceof Duration span ? cost(span.abs()) : 0;
        }
        return times;
    }

    /** Tenths of a second, and more for a span that is not round. */
    static long cost(Duration span) {
        long micros = SimTime.micros(span);
        long crooked =
                micros % 10_000_000 == 0 ? 0 : micros % 5_000_000 == 0 ? 20 : micros % 1_000_000 == 0 ? 40 : 5000;
        return micros / 100_000 + crooked;
    }
}
