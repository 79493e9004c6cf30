package dev.quorate.testkit;

import dev.quorate.experiment.PlanCost;
import dev.quorate.experiment.SimplerPlans;
import dev.quorate.scenario.Topology;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** A plan that jqwik shrinks: by whole faults first, then to earlier, rounder, shorter, simpler ones. */
final class PlanShrinkable implements Shrinkable<FaultPlan> {

    private final FaultPlan plan;
    private final Topology topology;

    PlanShrinkable(FaultPlan plan, Topology topology) {
        this.plan = plan;
        this.topology = topology;
    }

    @Override
    public FaultPlan value() {
        return plan;
    }

    @Override
    public Stream<Shrinkable<FaultPlan>> shrink() {
        return SimplerPlans.of(plan.faults(), topology).stream()
                .map(simpler -> new PlanShrinkable(new FaultPlan(simpler), topology));
    }

    @Override
    public ShrinkingDistance distance() {
        PlanCost cost = PlanCost.of(plan.faults());
        return ShrinkingDistance.of(cost.faults(), cost.kinds(), cost.words(), cost.times());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlanShrinkable that && plan.equals(that.plan);
    }

    @Override
    public int hashCode() {
        return plan.hashCode();
    }

    @Override
    public String toString() {
        return plan.toString();
    }
}
