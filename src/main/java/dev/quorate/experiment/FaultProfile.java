package dev.quorate.experiment;

import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import dev.quorate.scenario.fault.FaultPlans;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which faults a random plan is drawn from.
 *
 * @param kinds the kinds; no order is meant
 * @param most the most faults of one plan, 1 to 50
 * @param within the span from time zero in which they begin, a tenth of a second or more
 * @param about a kind that every plan of a swarm has, beside others; none usually
 */
public record FaultProfile(List<Kind> kinds, int most, Duration within, Optional<Kind> about) {

    /**
     * The kinds that the design claims to stand: hosts that go out, crashes, partitions of any shape. Orderly stops
     * (reboot, terminate, stop) are none: who stops Pacemaker in the seconds after Corosync crashed, before it has probed
     * what still runs, leaves an address behind that another master takes.
     */
    private static final List<String> CLAIMED = List.of(
            "power-off",
            "power-on",
            "restart",
            "site-power-off",
            "kill",
            "crash-loop",
            "partition",
            "isolate",
            "bridge",
            "majority-ring",
            "one-way-cut",
            "deaf",
            "cut-link",
            "link-flap");

    /** The most kinds of one plan of a swarm, beside those of plans that the design claims to stand. */
    private static final int FEW = 4;

    public FaultProfile {
        kinds = List.copyOf(kinds);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("no kind of fault is left to draw from");
        }
        if (most < 1 || most > 50) {
            throw new IllegalArgumentException("a plan has 1 to 50 faults at most, not " + most);
        }
        if (within.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("faults begin within a tenth of a second or more, not " + within);
        }
    }

    /** Every kind that dice can draw, at most six of them within a minute. */
    public static FaultProfile everything() {
        return new FaultProfile(FaultPlans.kinds(), 6, Duration.ofMinutes(1), Optional.empty());
    }

    /** With at most so many faults. */
    public FaultProfile most(int faults) {
        return new FaultProfile(kinds, faults, within, about);
    }

    /** With faults that begin within that span. */
    public FaultProfile within(Duration span) {
        return new FaultProfile(kinds, most, span, about);
    }

    /**
     * With these kinds alone.
     *
     * @param names kinds, groups ({@code hosts}, {@code processes}, {@code network}, {@code devices}, {@code operator}),
     *     or {@code claimed}: what the design claims to stand
     * @throws IllegalArgumentException when a name is none of these
     */
    public FaultProfile only(List<String> names) {
        check(names);
        return new FaultProfile(
                kinds.stream().filter(kind -> isAmong(kind, names)).toList(), most, within, about);
    }

    /** Without these kinds, named as for {@link #only}. */
    public FaultProfile without(List<String> names) {
        check(names);
        return new FaultProfile(
                kinds.stream().filter(kind -> !isAmong(kind, names)).toList(), most, within, about);
    }

    /** Plans that have this kind, once or twice, beside up to three faults that the design claims to stand. */
    public FaultProfile about(Kind kind) {
        List<Kind> both = new ArrayList<>(FaultPlans.kinds().stream()
                .filter(each -> isClaimed(each) && !each.equals(kind))
                .toList());
        both.add(kind);
        return new FaultProfile(both, most, within, Optional.of(kind));
    }

    /** Whether the design claims to stand faults of this kind. */
    public static boolean isClaimed(Kind kind) {
        return CLAIMED.contains(kind.keyword());
    }

    private static boolean isAmong(Kind kind, List<String> names) {
        return names.contains(kind.keyword())
                || names.contains(group(kind))
                || (names.contains("claimed") && CLAIMED.contains(kind.keyword()));
    }

    private static String group(Kind kind) {
        return kind.group().equals("safety devices") ? "devices" : kind.group();
    }

    private static void check(List<String> names) {
        TreeSet<String> known = new TreeSet<>(List.of("claimed"));
        FaultPlans.kinds().forEach(kind -> {
            known.add(kind.keyword());
            known.add(group(kind));
        });
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is neither a kind of fault nor a group of them; known: " + known);
            }
        }
    }

    /** A plan of one fault to the most, drawn from all kinds. */
    public List<ScheduledFault> draw(Topology topology, RandomStream random) {
        return FaultPlans.draw(topology, fitting(topology), 1 + random.nextInt(most), within, random);
    }

    /**
     * A plan drawn from a random part of the kinds: what a swarm does, so that one kind that hides the others' effects
     * is often absent (Groce et al., Swarm Testing, ISSTA 2012). Four plans of ten have kinds only that the design claims
     * to stand, where the profile has such: what they break is no one's fault but the design's. The others have a few
     * kinds, from every group alike, however many kinds a group has.
     */
    public List<ScheduledFault> drawSwarm(Topology topology, RandomStream random) {
        if (about.isPresent()) {
            return drawAbout(about.get(), topology, random);
        }
        List<Kind> all = fitting(topology);
        List<Kind> claimed = all.stream().filter(FaultProfile::isClaimed).toList();
        boolean within = !claimed.isEmpty() && (claimed.size() == all.size() || random.chance(0.4));
        List<Kind> some = within ? share(claimed, random) : few(all, random);
        // half of the plans come together in a short while, and meet a cluster that has not recovered yet
        long tenths = Math.max(1, SimTime.micros(this.within) / 100_000);
        Duration span = random.chance(0.5) ? this.within : SimTime.span(Math.max(1, tenths / 4) * 100_000);
        List<ScheduledFault> plan = FaultPlans.draw(topology, some, 1 + random.nextInt(most), span, random);
        return plan.size() < most && random.chance(0.2) ? FaultPlans.alike(topology, plan, most, random) : plan;
    }

    private List<ScheduledFault> drawAbout(Kind kind, Topology topology, RandomStream random) {
        List<ScheduledFault> plan =
                new ArrayList<>(FaultPlans.draw(topology, List.of(kind), 1 + random.nextInt(2), within, random));
        List<Kind> others =
                fitting(topology).stream().filter(each -> !each.equals(kind)).toList();
        for (ScheduledFault other : FaultPlans.draw(topology, others, random.nextInt(4), within, random)) {
            plan.add(other.named("with-" + other.id()));
        }
        return plan;
    }

    private static List<Kind> share(List<Kind> kinds, RandomStream random) {
        double share = 0.1 + 0.8 * random.nextDouble();
        List<Kind> some = new ArrayList<>();
        for (Kind kind : kinds) {
            if (random.chance(share)) {
                some.add(kind);
            }
        }
        return some.isEmpty() ? List.of(random.pick(kinds)) : some;
    }

    private static List<Kind> few(List<Kind> kinds, RandomStream random) {
        TreeMap<String, List<Kind>> groups = new TreeMap<>();
        kinds.forEach(kind ->
                groups.computeIfAbsent(kind.group(), g -> new ArrayList<>()).add(kind));
        List<String> names = List.copyOf(groups.keySet());
        List<Kind> some = new ArrayList<>();
        for (int count = 1 + random.nextInt(FEW); count > 0; count--) {
            some.add(random.pick(groups.getOrDefault(random.pick(names), kinds)));
        }
        return some;
    }

    /** Kinds that this cluster can have at all: a ring of majorities needs five masters. */
    List<Kind> fitting(Topology topology) {
        List<Kind> fitting = kinds.stream()
                .filter(kind -> !kind.keyword().equals("majority-ring")
                        || topology.masters().size() >= 5)
                .filter(kind -> !kind.group().equals("safety devices")
                        || !topology.fenceDevices().isEmpty())
                .toList();
        if (fitting.isEmpty()) {
            throw new IllegalArgumentException("no kind of fault of the profile fits this cluster");
        }
        return fitting;
    }
}
