package dev.quorate.scenario.fault;

import dev.quorate.scenario.FenceDevice;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.Vip;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import dev.quorate.scenario.fault.FaultCatalog.KindParameter;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Draws random plans of faults for a cluster, for hunts and property tests. Every plan is valid there. */
public final class FaultPlans {

    private static final List<String> PROCESSES = List.of(
            "etcd", "kube-apiserver", "kube-scheduler", "kube-controller-manager", "corosync", "pacemakerd", "kubelet");
    /** Where a process leads or serves everybody. */
    private static final SortedMap<String, String> LEADS = new TreeMap<>(Map.of(
            "etcd", "etcd leader",
            "kube-apiserver", "vip holder",
            "kube-scheduler", "leader of kube-scheduler",
            "kube-controller-manager", "leader of kube-controller-manager",
            "corosync", "dc",
            "pacemakerd", "dc"));

    private static final List<String> ELECTED = List.of("kube-scheduler", "kube-controller-manager");
    private static final List<String> ROLES = List.of(
            "any master",
            "vip holder",
            "not vip holder",
            "dc",
            "not dc",
            "etcd leader",
            "leader of kube-scheduler",
            "leader of kube-controller-manager");

    /** Faults that need a name which no dice can know. */
    private static final List<String> NOT_DRAWN = List.of("heal", "run", "remove-file");

    private static final int TRIES = 50;

    private final Topology topology;
    private final RandomStream random;

    private FaultPlans(Topology topology, RandomStream random) {
        this.topology = topology;
        this.random = random;
    }

    /** The kinds that are drawn when nothing else is asked for. */
    public static List<Kind> kinds() {
        return FaultCatalog.kinds().stream()
                .filter(kind -> !NOT_DRAWN.contains(kind.keyword()))
                .toList();
    }

    /**
     * A plan of so many faults, each begun within the span and, where it can be, undone within a half of it.
     *
     * @param kinds what to draw from
     */
    public static List<ScheduledFault> draw(
            Topology topology, List<Kind> kinds, int count, Duration within, RandomStream random) {
        FaultPlans dice = new FaultPlans(topology, random);
        List<ScheduledFault> plan = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Fault fault = dice.fault(kinds);
            Spread at = Spread.fixed(dice.span(within));
            ScheduledFault scheduled = ScheduledFault.at(i + "-" + fault.kind(), at, fault);
            plan.add(
                    fault.canBeUndone() && random.chance(0.8)
                            ? scheduled.lasting(Spread.fixed(dice.span(within.dividedBy(2))))
                            : scheduled);
        }
        return plan;
    }

    /**
     * The plan with one fault of a master repeated on the other masters at the same time, as far as there is room: what
     * has a common cause, a slow storage, a power feed, an update, strikes all alike.
     *
     * @param most the most faults of the plan
     */
    public static List<ScheduledFault> alike(
            Topology topology, List<ScheduledFault> plan, int most, RandomStream random) {
        ScheduledFault chosen = random.pick(plan);
        List<ScheduledFault> all = new ArrayList<>(plan);
        for (String master : topology.masterNames()) {
            List<Target> targets = chosen.fault().targets();
            if (all.size() >= most
                    || targets.size() != 1
                    || targets.get(0).isSymbolic()
                    || targets.get(0).name().equals(master)) {
                continue;
            }
            FaultTargets.resolve(chosen.fault(), target -> Optional.of(Target.host(master)))
                    .filter(other -> other.complaints(topology).isEmpty())
                    .ifPresent(other -> all.add(new ScheduledFault(
                            all.size() + 1 + "-" + other.kind(),
                            chosen.trigger(),
                            chosen.think(),
                            other,
                            chosen.lasting(),
                            chosen.mistake())));
        }
        return all;
    }

    private Fault fault(List<Kind> kinds) {
        for (int i = 0; i < TRIES; i++) {
            Kind kind = random.pick(kinds);
            Object[] values = new Object[kind.parameters().size()];
            for (int p = 0; p < values.length; p++) {
                values[p] = value(kind, kind.parameters().get(p));
            }
            if (kind.group().equals("processes") && random.chance(0.5)) {
                whereItCounts(kind, values);
            }
            try {
                Fault fault = kind.create(values);
                if (fault.complaints(topology).isEmpty()) {
                    return fault;
                }
            } catch (IllegalArgumentException e) {
                // these values do not go together: draw again
            }
        }
        throw new IllegalStateException("no fault of "
                + kinds.stream().map(Kind::keyword).toList() + " fits this" + " cluster in " + TRIES + " tries");
    }

    /** A process is hit where it leads: the other instances of it matter less. */
    private void whereItCounts(Kind kind, Object[] values) {
        String process = "";
        for (Object value : values) {
            process = value instanceof String text && LEADS.containsKey(text) ? text : process;
        }
        for (int p = 0; p < values.length; p++) {
            if (kind.parameters().get(p).type() == Target.class && LEADS.containsKey(process)) {
                values[p] = new Target(LEADS.getOrDefault(process, "any master"));
            }
        }
    }

    private Object value(Kind kind, KindParameter parameter) {
        Type type = parameter.type();
        if (type == Target.class) {
            return target(kind);
        }
        if (type instanceof ParameterizedType list) {
            return list.getActualTypeArguments()[0] instanceof ParameterizedType ? groups() : some();
        }
        if (type == Duration.class) {
            // a delay of seconds stops everything; the races are in those of fractions
            boolean delay = kind.keyword().equals("latency") && random.chance(0.7);
            Duration span = span(Duration.ofSeconds(delay ? 1 : 30));
            return parameter.key().equals("by") && kind.keyword().equals("clock-step") && random.chance(0.5)
                    ? span.negated()
                    : span;
        }
        if (type == Share.class) {
            return new Share(random.nextInt(101) / 100.0);
        }
        if (type == double.class) {
            return kind.keyword().equals("clock-rate") ? 0.5 + random.nextInt(100) / 100.0 : 1.0 + random.nextInt(50);
        }
        if (type == int.class) {
            return parameter.key().equals("port")
                    ? random.pick(List.of(0, 2379, 2380, 5405, 6443))
                    : 1 + random.nextInt(5);
        }
        if (type == boolean.class) {
            return random.chance(0.5);
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return random.pick(List.of(c.getEnumConstants()));
        }
        return word(kind, parameter);
    }

    private String word(Kind kind, KindParameter parameter) {
        return switch (parameter.key()) {
            case "lease" -> random.pick(ELECTED);
            case "process", "unit" -> random.pick(kind.operator() ? ELECTED : PROCESSES);
            case "vip", "resource" ->
                topology.vips().stream().findFirst().map(Vip::name).orElse("vip");
            case "member" -> random.pick(topology.etcdNodes()).name();
            case "address" -> "10.0.0.99";
            case "holder" -> "";
            case "file" -> "/var/backups/etcd.db";
            default -> random.pick(PROCESSES);
        };
    }

    /** A node for a device's fault must have a device; for others a role is as good as a name. */
    private Target target(Kind kind) {
        List<FenceDevice> devices = topology.fenceDevices();
        if (kind.group().equals("safety devices") && !devices.isEmpty()) {
            return Target.host(random.pick(devices).node());
        }
        return random.chance(0.3) ? new Target(random.pick(ROLES)) : Target.host(random.pick(topology.masterNames()));
    }

    private List<Target> some() {
        List<String> names = new ArrayList<>(topology.masterNames());
        random.shuffle(names);
        return names.subList(0, 1 + random.nextInt(names.size())).stream()
                .map(Target::host)
                .toList();
    }

    private List<List<Target>> groups() {
        List<String> names = new ArrayList<>(topology.masterNames());
        random.shuffle(names);
        if (names.size() < 2) {
            return List.of();
        }
        int cut = 1 + random.nextInt(names.size() - 1);
        return List.of(
                names.subList(0, cut).stream().map(Target::host).toList(),
                names.subList(cut, names.size()).stream().map(Target::host).toList());
    }

    /** Between a tenth of a second and the span, to the tenth: short in a file. */
    private Duration span(Duration most) {
        long tenths = Math.max(1, SimTime.micros(most) / 100_000);
        return SimTime.span((1 + random.nextLong(tenths)) * 100_000);
    }
}
