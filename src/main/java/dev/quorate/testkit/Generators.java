package dev.quorate.testkit;

import dev.quorate.experiment.FaultProfile;
import dev.quorate.model.Settings;
import dev.quorate.scenario.Topology;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/** The arbitraries behind the parameters' types; for {@code @Provide} methods too. */
public final class Generators {

    private Generators() {}

    /** Any seed; small ones are tried first. Not shrunk. */
    public static Arbitrary<Seed> seeds() {
        List<Long> first = List.of(1L, 2L, 42L);
        return of(
                random -> Shrinkable.unshrinkable(Seed.of(random.nextInt(1_000_000_000))),
                first.stream()
                        .map(value -> Shrinkable.unshrinkable(Seed.of(value)))
                        .toList());
    }

    /** Plans within that profile, for a cluster of the how-to's shape. The empty plan is an edge case. */
    public static Arbitrary<FaultPlan> plans(FaultProfile profile, Topology topology) {
        RandomGenerator<FaultPlan> generator = random -> new PlanShrinkable(
                new FaultPlan(profile.drawSwarm(topology, RandomStream.of(random.nextLong()))), topology);
        return of(generator, List.of(new PlanShrinkable(FaultPlan.NONE, topology)));
    }

    static Arbitrary<FaultPlan> plans(Faults faults) {
        FaultProfile profile = FaultProfile.everything().most(faults.max()).within((Duration)
                Settings.parse(Duration.class, faults.within()));
        if (faults.only().length > 0) {
            profile = profile.only(Arrays.asList(faults.only()));
        }
        if (faults.not().length > 0) {
            profile = profile.without(Arrays.asList(faults.not()));
        }
        return plans(profile, Topology.of(faults.masters(), 0));
    }

    /** Clusters of so many masters, with fencing. */
    public static Arbitrary<SimulatedCluster> clusters(int min, int max, boolean workers) {
        return Arbitraries.integers().between(min, max).map(count -> {
            SimulatedCluster cluster = SimulatedCluster.masters(count);
            return workers ? cluster : cluster.withoutWorkers();
        });
    }

    /**
     * Settings that differ from the defaults.
     *
     * @param choices each a path and its values: {@code "cluster.corosync.totem.token = 1s | 3s"}
     * @throws IllegalArgumentException when one is not of that form
     */
    public static Arbitrary<Variant> variants(List<String> choices) {
        TreeMap<String, List<String>> all = new TreeMap<>();
        for (String choice : choices) {
            int equals = choice.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + choice + "' is not of the form PATH = VALUE | VALUE");
            }
            List<String> values = Arrays.stream(choice.substring(equals + 1).split("\\|"))
                    .map(String::trim)
                    .toList();
            all.put(choice.substring(0, equals).trim(), values);
        }
        RandomGenerator<Variant> generator = random -> {
            TreeMap<String, String> settings = new TreeMap<>();
            all.forEach((path, values) -> {
                if (random.nextBoolean()) {
                    settings.put(path, values.get(random.nextInt(values.size())));
                }
            });
            return new VariantShrinkable(new Variant(settings));
        };
        return of(generator, List.of(new VariantShrinkable(Variant.DEFAULTS)));
    }

    /** Each plan without one of its settings. */
    static List<Variant> simpler(Variant variant) {
        List<Variant> all = new ArrayList<>();
        for (String path : variant.settings().keySet()) {
            SortedMap<String, String> fewer = new TreeMap<>(variant.settings());
            fewer.remove(path);
            all.add(new Variant(fewer));
        }
        return all;
    }

    private static <T> Arbitrary<T> of(RandomGenerator<T> generator, List<? extends Shrinkable<T>> edges) {
        return new Arbitrary<>() {
            @Override
            public RandomGenerator<T> generator(int genSize) {
                return generator;
            }

            @Override
            public EdgeCases<T> edgeCases(int maxEdgeCases) {
                List<java.util.function.Supplier<Shrinkable<T>>> suppliers = new ArrayList<>();
                edges.stream().limit(maxEdgeCases).forEach(edge -> suppliers.add(() -> edge));
                return EdgeCases.fromSuppliers(suppliers);
            }
        };
    }
}
