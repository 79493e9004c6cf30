package dev.quorate.testkit;

import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/** Found by jqwik through ServiceLoader: supplies plans, seeds, clusters and settings for {@code @ForAll} parameters. */
public final class QuorateArbitraries implements ArbitraryProvider {

    @Faults
    private static final class Defaults {}

    @Override
    public boolean canProvideFor(TypeUsage type) {
        return type.isOfType(FaultPlan.class)
                || type.isOfType(Seed.class)
                || type.isOfType(SimulatedCluster.class)
                || (type.isOfType(Variant.class)
                        && type.findAnnotation(Vary.class).isPresent());
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
        return Set.of(arbitrary(type));
    }

    private static Arbitrary<?> arbitrary(TypeUsage type) {
        if (type.isOfType(Seed.class)) {
            return Generators.seeds();
        }
        if (type.isOfType(SimulatedCluster.class)) {
            return type.findAnnotation(Masters.class)
                    .map(size -> Generators.clusters(size.min(), size.max(), size.workers()))
                    .orElseGet(() -> Generators.clusters(3, 3, false));
        }
        if (type.isOfType(Variant.class)) {
            return Generators.variants(
                    Arrays.asList(type.findAnnotation(Vary.class).orElseThrow().value()));
        }
        return Generators.plans(
                type.findAnnotation(Faults.class).orElseGet(() -> Defaults.class.getAnnotation(Faults.class)));
    }
}
