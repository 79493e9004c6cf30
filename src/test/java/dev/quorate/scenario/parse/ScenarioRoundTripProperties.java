package dev.quorate.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import dev.quorate.scenario.ClusterSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.SettingsSection;
import dev.quorate.scenario.StartMode;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Quantity;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.fault.Condition;
import dev.quorate.scenario.fault.FaultPlans;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A scenario that is written and read again is the same scenario. */
class ScenarioRoundTripProperties {

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void aScenarioWrittenAndReadAgainIsTheSame(@ForAll long seed) throws Exception {
        Scenario scenario = random(RandomStream.of(seed));
        assertThat(read(ScenarioWriter.write(scenario))).isEqualTo(scenario);
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void aResolvedScenarioIsTheSameAndReadsTheSame(@ForAll long seed) throws Exception {
        Scenario scenario = random(RandomStream.of(seed));
        String resolved = ScenarioWriter.resolved(ParsedScenario.of(scenario));
        assertThat(read(resolved)).isEqualTo(scenario);
    }

    private static Scenario read(String text) {
        try {
            return ScenarioParser.parseText("written.conf", text, ParseOptions.NONE)
                    .scenario();
        } catch (ScenarioException e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
    }

    private static Scenario random(RandomStream random) {
        Topology topology = Topology.of(2 + random.nextInt(5), random.nextInt(4));
        Duration duration = Duration.ofSeconds(60 + random.nextInt(600));
        List<ScheduledFault> plan = new ArrayList<>();
        for (ScheduledFault fault :
                FaultPlans.draw(topology, FaultPlans.kinds(), random.nextInt(6), duration, random)) {
            plan.add(random.chance(0.4) ? triggered(fault, plan, topology, random) : fault);
        }
        Map<String, String> places = new TreeMap<>();
        if (random.chance(0.5)) {
            places.put("dc", random.pick(topology.masterNames()));
            places.put("leader.kube-scheduler", random.pick(topology.masterNames()));
        }
        boolean cold = places.isEmpty() && random.chance(0.3);
        return new Scenario(
                random.pick(List.of("plain", "\"quoted\" = {odd} # text \\ $", "Grüße, ±3", "include \"x\"")),
                random.chance(0.5) ? List.of("one, two", "three: four") : List.of(),
                random.chance(0.5) ? Optional.of("split-brain") : Optional.empty(),
                duration,
                random.nextLong(),
                cold ? StartMode.COLD : StartMode.WARM,
                cold || !places.isEmpty()
                        ? SteadyStart.of(places)
                        : SteadyStart.FREE.warmUp(Duration.ofSeconds(45 + random.nextInt(60))),
                topology,
                settings(topology, random),
                plan,
                expectations(random));
    }

    private static ScheduledFault triggered(
            ScheduledFault fault, List<ScheduledFault> earlier, Topology topology, RandomStream random) {
        Spread delay = random.pick(List.of(
                Spread.ZERO,
                Spread.fixed(Duration.ofMillis(1500)),
                Spread.around(Duration.ofSeconds(20), Duration.ofSeconds(3)),
                Spread.exponential(SimTime.span(1 + random.nextInt(5_000_000)))));
        List<Trigger> triggers = new ArrayList<>(List.of(
                new Trigger.At(Spread.uniform(Duration.ofSeconds(1), Duration.ofSeconds(30))),
                new Trigger.After("fence-confirmed", delay),
                new Trigger.When(new Condition.LeaseAge("kube-scheduler", Duration.ofSeconds(13)), delay),
                new Trigger.When(new Condition.VipOn(random.pick(topology.masterNames())), delay),
                new Trigger.When(new Condition.LeaderOn("kube-scheduler", ""), delay),
                new Trigger.When(
                        new Condition.EventSeen(
                                "fence-confirmed", new TreeMap<>(Map.of("manual", "true", "by", "a b, c = d"))),
                        delay)));
        if (!earlier.isEmpty()) {
            triggers.add(new Trigger.After(random.pick(earlier).id(), delay));
        }
        ScheduledFault changed = fault.with(random.pick(triggers));
        return new ScheduledFault(
                changed.id(),
                changed.trigger(),
                changed.fault().isOperator() ? delay : Spread.ZERO,
                changed.fault(),
                changed.lasting(),
                random.chance(0.2));
    }

    private static ClusterSettings settings(Topology topology, RandomStream random) {
        ClusterSettings settings = ClusterSettings.defaults();
        for (SettingsSection section : SettingsSection.ALL) {
            if (random.chance(0.5)) {
                settings = settings.with(vary(section.type(), random));
            }
            if (random.chance(0.2)) {
                settings = settings.with(random.pick(topology.masterNames()), vary(section.type(), random));
            }
        }
        return settings;
    }

    /** Lists whose texts the parser carries out: only what {@code pcs} takes comes through; a constraint needs its resource. */
    private static final Map<String, List<String>> PCS_LINES = Map.of(
            "resources", List.of("vip ocf:heartbeat:Dummy op monitor interval=10s"),
            "stonith", List.of(),
            "constraints", List.of("location vip prefers k8s-master01=50"));

    /** The record with some components changed, as far as it accepts them. */
    private static <R extends Record> R vary(Class<R> type, RandomStream random) {
        RecordComponent[] components = type.getRecordComponents();
        R record = Settings.defaults(type);
        for (int tries = 0; tries < 6; tries++) {
            Object[] values = new Object[components.length];
            int changed = random.nextInt(components.length);
            for (int i = 0; i < components.length; i++) {
                Object value = SettingsDecoder.read(components[i], record);
                boolean needed = components[changed].getName().equals("constraints")
                        && components[i].getName().equals("resources");
                values[i] = needed
                        ? PCS_LINES.get("resources")
                        : i == changed ? other(components[i], value, random) : value;
            }
            try {
                record = Settings.create(type, values);
            } catch (IllegalArgumentException e) {
                // it does not accept that one
            }
        }
        return record;
    }

    private static Object other(RecordComponent component, Object value, RandomStream random) {
        if (!component.isAnnotationPresent(Setting.class)) {
            return vary(component.getType().asSubclass(Record.class), random);
        }
        if (value instanceof Duration) {
            return SimTime.span(random.nextLong(random.pick(List.of(1_000L, 100_000_000L, 1_000_000_000_000L))));
        }
        if (value instanceof Integer) {
            return random.nextInt(1000);
        }
        if (value instanceof Long) {
            return random.nextLong(1_000_000_000_000L);
        }
        if (value instanceof Double) {
            return random.nextDouble();
        }
        if (value instanceof Boolean) {
            return random.chance(0.5);
        }
        if (value instanceof Enum<?> constant) {
            return random.pick(List.of(constant.getDeclaringClass().getEnumConstants()));
        }
        if (value instanceof List<?> && PCS_LINES.containsKey(component.getName())) {
            return PCS_LINES.get(component.getName());
        }
        if (value instanceof List<?>) {
            return List.of("a b=c", "with \"quotes\", and comma");
        }
        if (component.getName().equals("host")) {
            return value; // must be one of the cluster's own
        }
        return random.pick(List.of("1.10", "true", "a b", "https://192.168.15.200:6443", ""));
    }

    private static List<Expectation> expectations(RandomStream random) {
        List<Expectation> all = new ArrayList<>(List.of(
                new Expectation(
                        "duplicate-leader-time",
                        "kube-scheduler",
                        new Wanted.AtMost(Quantity.of(Duration.ofMillis(12_345)))),
                new Expectation(
                        "recovery.total",
                        "",
                        new Wanted.Between(Quantity.of(Duration.ofSeconds(1)), Quantity.of(Duration.ofMinutes(2)))),
                new Expectation("leader-changes", "", new Wanted.AtLeast(Quantity.of(2)))));
        all.add(new Expectation("recovers-within", "", new Wanted.Within(Duration.ofSeconds(60))));
        all.add(new Expectation("single-acting-leader", "kube.scheduler", new Wanted.Held()));
        all.add(new Expectation(
                "single-lease-holder", "", new Wanted.ViolatedIn(0.3, (31 + random.nextInt(69)) / 100.0)));
        all.add(new Expectation("single-vip-holder", "", new Wanted.Violated()));
        return all.subList(0, random.nextInt(all.size() + 1));
    }
}
