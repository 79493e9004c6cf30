package dev.quorate.experiment;

import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.Fault;
import dev.quorate.scenario.fault.FaultCatalog;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import dev.quorate.scenario.fault.FaultCatalog.KindParameter;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.fault.Target;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.scenario.parse.FaultDefaults;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Simpler forms of one fault, the simplest first. */
final class SimplerFaults {

    /** What a reader understands at once, simplest first; a fault is replaced by one of its own group only. */
    private static final List<String> SIMPLE =
            List.of("power-off", "kill", "isolate", "fence-fails", "partition", "pause", "restart", "stop", "freeze");

    private SimplerFaults() {}

    /** How unusual a kind is: 0 for the simplest. */
    static int rank(String keyword) {
        int place = SIMPLE.indexOf(keyword);
        return place < 0 ? SIMPLE.size() : place;
    }

    static List<ScheduledFault> of(ScheduledFault scheduled, Topology topology) {
        List<ScheduledFault> all = new ArrayList<>();
        simplerKinds(scheduled, topology, all);
        if (scheduled.lasting().isPresent()) {
            all.add(with(scheduled, Optional.empty()));
        }
        if (scheduled.mistake() || !scheduled.think().equals(Spread.ZERO)) {
            all.add(new ScheduledFault(
                    scheduled.id(), scheduled.trigger(), Spread.ZERO, scheduled.fault(), scheduled.lasting(), false));
        }
        simplerParameters(scheduled, topology, all);
        if (scheduled.trigger() instanceof Trigger.At at) {
            for (Duration time : simpler(at.time())) {
                all.add(scheduled.with(new Trigger.At(Spread.fixed(time))));
            }
        }
        scheduled.lasting().ifPresent(span -> {
            for (Duration time : simpler(span)) {
                if (!time.isZero()) {
                    all.add(with(scheduled, Optional.of(Spread.fixed(time))));
                }
            }
        });
        return all;
    }

    private static ScheduledFault with(ScheduledFault scheduled, Optional<Spread> lasting) {
        return new ScheduledFault(
                scheduled.id(),
                scheduled.trigger(),
                scheduled.think(),
                scheduled.fault(),
                lasting,
                scheduled.mistake());
    }

    /** Kinds of the same group that need no more than the targets that the fault has. */
    private static void simplerKinds(ScheduledFault scheduled, Topology topology, List<ScheduledFault> all) {
        Fault fault = scheduled.fault();
        Kind own = FaultCatalog.of(fault.getClass());
        if (own.operator() || fault.targets().isEmpty()) {
            return;
        }
        for (String keyword : SIMPLE.subList(0, rank(own.keyword()))) {
            Kind kind = FaultCatalog.find(keyword, false).orElseThrow();
            if (kind.group().equals(own.group())) {
                recast(fault, own, kind)
                        .filter(other -> other.complaints(topology).isEmpty())
                        .ifPresent(other -> all.add(recast(scheduled, other)));
            }
        }
    }

    private static ScheduledFault recast(ScheduledFault scheduled, Fault other) {
        Optional<Spread> lasting = other.canBeUndone() ? scheduled.lasting() : Optional.empty();
        return new ScheduledFault(
                scheduled.id(), scheduled.trigger(), scheduled.think(), other, lasting, scheduled.mistake());
    }

    private static Optional<Fault> recast(Fault fault, Kind own, Kind kind) {
        Object[] values = new Object[kind.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            KindParameter parameter = kind.parameters().get(i);
            Optional<Object> value = parameter.type() == Target.class
                    ? Optional.of(fault.targets().get(0))
                    : same(fault, own, parameter).or(() -> FaultDefaults.of(parameter));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values[i] = value.get();
        }
        return create(kind, values);
    }

    /** What the fault has for a parameter of that type at the same place: its process, its network. */
    private static Optional<Object> same(Fault fault, Kind own, KindParameter parameter) {
        for (KindParameter other : own.parameters()) {
            if (other.type().equals(parameter.type()) && other.main() == parameter.main()) {
                return Optional.of(other.valueIn(fault));
            }
        }
        return Optional.empty();
    }

    private static void simplerParameters(ScheduledFault scheduled, Topology topology, List<ScheduledFault> all) {
        Fault fault = scheduled.fault();
        Kind kind = FaultCatalog.of(fault.getClass());
        for (int i = 0; i < kind.parameters().size(); i++) {
            KindParameter parameter = kind.parameters().get(i);
            for (Object value : simpler(parameter, parameter.valueIn(fault), topology)) {
                Object[] values = new Object[kind.parameters().size()];
                for (int p = 0; p < values.length; p++) {
                    values[p] = p == i ? value : kind.parameters().get(p).valueIn(fault);
                }
                create(kind, values)
                        .filter(other -> other.complaints(topology).isEmpty())
                        .ifPresent(other -> all.add(scheduled.with(other)));
            }
        }
    }

    private static List<Object> simpler(KindParameter parameter, Object value, Topology topology) {
        List<Object> all = new ArrayList<>();
        FaultDefaults.of(parameter).filter(usual -> !usual.equals(value)).ifPresent(all::add);
        if (value instanceof Target target && target.isSymbolic()) {
            topology.masterNames().forEach(name -> all.add(Target.host(name)));
        } else if (value instanceof Duration span) {
            all.addAll(simpler(Spread.fixed(span.abs())));
        } else if (value instanceof List<?> list && list.size() > 1 && list.get(0) instanceof Target) {
            list.forEach(item -> all.add(List.of(item)));
        }
        return all;
    }

    private static Optional<Fault> create(Kind kind, Object[] values) {
        try {
            return Optional.of(kind.create(values));
        } catch (IllegalArgumentException e) {
            // these values do not go together
            return Optional.empty();
        }
    }

    /** Earlier and rounder spans than this one, the simplest first. */
    static List<Duration> simpler(Spread spread) {
        long seconds = spread.from().toSeconds();
        List<Duration> all = new ArrayList<>();
        for (long each : new long[] {
            0,
            10,
            20,
            30,
            seconds / 60 * 60,
            seconds / 2,
            seconds / 10 * 10,
            seconds / 5 * 5,
            seconds - 1,
            seconds,
            seconds + 1
        }) {
            Duration span = Duration.ofSeconds(each);
            boolean simpler =
                    PlanCost.cost(span) < PlanCost.cost(spread.from()) || spread.shape() != Spread.Shape.FIXED;
            if (each >= 0 && simpler && !all.contains(span)) {
                all.add(span);
            }
        }
        long tenths = SimTime.micros(spread.from()) / 1_000_000;
        if (tenths == 0 && SimTime.micros(spread.from()) > 100_000) {
            all.add(Duration.ofMillis(SimTime.micros(spread.from()) / 2_000));
        }
        return all;
    }
}
