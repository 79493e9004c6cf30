package dev.quorate.testkit;

import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** Settings that jqwik shrinks: towards the defaults, one at a time. */
final class VariantShrinkable implements Shrinkable<Variant> {

    private final Variant variant;

    VariantShrinkable(Variant variant) {
        this.variant = variant;
    }

    @Override
    public Variant value() {
        return variant;
    }

    @Override
    public Stream<Shrinkable<Variant>> shrink() {
        return Generators.simpler(variant).stream().map(VariantShrinkable::new);
    }

    @Override
    public ShrinkingDistance distance() {
        return ShrinkingDistance.of(variant.settings().size());
    }
}
