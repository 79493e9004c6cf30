package dev.quorate.experiment;

import dev.quorate.experiment.Draw.Targets;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.Condition;
import dev.quorate.scenario.fault.Fault;
import dev.quorate.scenario.fault.FaultTargets;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Target;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.time.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gives the masters of a scenario other parts: the same play, another cast. */
final class Casting {

    private final TreeMap<String, String> parts = new TreeMap<>();

    private Casting(List<String> masters, RandomStream random) {
        List<String> others = new ArrayList<>(masters);
        random.shuffle(others);
        for (int i = 0; i < masters.size(); i++) {
            parts.put(masters.get(i), others.get(i));
        }
    }

    /** The scenario with its masters renamed as drawn. */
    static Scenario recast(Scenario scenario, Targets targets, RandomStream random) {
        if (targets == Targets.SAME) {
            return scenario;
        }
        Casting cast = new Casting(scenario.topology().masterNames(), random);
        List<ScheduledFault> timeline = scenario.timeline().stream()
                .map(fault -> cast.fault(fault, scenario.topology()))
                .toList();
        Scenario renamed = scenario.withTimeline(timeline);
        return targets == Targets.ANY ? renamed : renamed.withStart(scenario.start(), cast.places(scenario.initial()));
    }

    private SteadyStart places(SteadyStart initial) {
        TreeMap<String, String> places = new TreeMap<>();
        for (Map.Entry<String, String> place : initial.places().entrySet()) {
            places.put(place.getKey(), name(place.getValue()));
        }
        return new SteadyStart(places, initial.warmUp());
    }

    private String name(String name) {
        return parts.getOrDefault(name, name);
    }

    /** A fault that does not fit its new host is left where it was. */
    private ScheduledFault fault(ScheduledFault scheduled, Topology topology) {
        Optional<Fault> renamed = FaultTargets.resolve(scheduled.fault(), this::target)
                .filter(fault -> fault.complaints(topology).isEmpty());
        ScheduledFault result = renamed.isPresent() ? scheduled.with(renamed.get()) : scheduled;
        if (scheduled.trigger() instanceof Trigger.When when) {
            return result.with(new Trigger.When(condition(when.condition()), when.delay()));
        }
        return result;
    }

    private Optional<Target> target(Target target) {
        return Optional.of(target.isSymbolic() ? target : Target.host(name(target.name())));
    }

    private Condition condition(Condition condition) {
        if (condition instanceof Condition.VipOn on) {
            return new Condition.VipOn(name(on.host()));
        }
        if (condition instanceof Condition.LeaderOn on) {
            return new Condition.LeaderOn(on.lease(), name(on.host()));
        }
        if (condition instanceof Condition.EventSeen seen) {
            TreeMap<String, String> fields = new TreeMap<>(seen.fields());
            fields.replaceAll((key, value) -> name(value));
            return new Condition.EventSeen(seen.kind(), fields);
        }
        return condition;
    }
}
