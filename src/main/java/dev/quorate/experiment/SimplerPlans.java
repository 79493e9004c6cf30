package dev.quorate.experiment;

import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Target;
import dev.quorate.scenario.fault.Trigger;
import java.util.ArrayList;
import java.util.List;

/**
 * Simpler plans of faults: fewer faults first, then earlier and rounder times, shorter durations, simpler kinds, targets
 * and parameters. Every plan has a lower {@link PlanCost} than the one it was made of, so that shrinking ends; a fault
 * that stays keeps its id and with it its random stream.
 */
public final class SimplerPlans {

    private SimplerPlans() {}

    /** Every plan that is one step simpler: with a part of the faults left out, or one fault simpler. */
    public static List<List<ScheduledFault>> of(List<ScheduledFault> plan, Topology topology) {
        List<List<ScheduledFault>> all = new ArrayList<>();
        for (int chunk = plan.size(); chunk >= 1; chunk /= 2) {
            all.addAll(without(plan, chunk));
        }
        for (int i = 0; i < plan.size(); i++) {
            all.addAll(withSimpler(plan, i, topology));
        }
        return all;
    }

    /** The plan with so many neighbours left out, at each place. */
    static List<List<ScheduledFault>> without(List<ScheduledFault> plan, int chunk) {
        List<List<ScheduledFault>> all = new ArrayList<>();
        for (int from = 0; from < plan.size(); from += chunk) {
            List<ScheduledFault> fewer = new ArrayList<>(plan.subList(0, from));
            fewer.addAll(plan.subList(Math.min(plan.size(), from + chunk), plan.size()));
            if (isWhole(fewer, plan)) {
                all.add(fewer);
            }
        }
        return all;
    }

    /** The plan with the fault at that place in each simpler form. */
    static List<List<ScheduledFault>> withSimpler(List<ScheduledFault> plan, int place, Topology topology) {
        List<List<ScheduledFault>> all = new ArrayList<>();
        PlanCost cost = PlanCost.of(plan);
        for (ScheduledFault simpler : SimplerFaults.of(plan.get(place), topology)) {
            List<ScheduledFault> other = new ArrayList<>(plan);
            other.set(place, simpler);
            if (PlanCost.of(other).compareTo(cost) < 0) {
                all.add(other);
            }
        }
        return all;
    }

    /** Whether nobody refers to a fault that was left out. */
    private static boolean isWhole(List<ScheduledFault> fewer, List<ScheduledFault> plan) {
        for (ScheduledFault gone : plan) {
            if (fewer.contains(gone)) {
                continue;
            }
            for (ScheduledFault left : fewer) {
                boolean after = left.trigger() instanceof Trigger.After a
                        && a.reference().equals(gone.id());
                Target same = new Target("target of " + gone.id());
                if (after || left.fault().targets().contains(same)) {
                    return false;
                }
            }
        }
        return true;
    }
}
