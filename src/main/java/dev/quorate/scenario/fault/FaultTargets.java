package dev.quorate.scenario.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Puts hosts in the place of a fault's symbolic targets. */
public final class FaultTargets {

    private FaultTargets() {}

    /** The fault with each target replaced; empty when one of them is nobody. */
    public static Optional<Fault> resolve(Fault fault, Function<Target, Optional<Target>> resolver) {
        FaultCatalog.Kind kind = FaultCatalog.of(fault.getClass());
        Object[] values = new Object[kind.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            Optional<Object> value = resolveValue(kind.parameters().get(i).valueIn(fault), resolver);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values[i] = value.get();
        }
        try {
            return Optional.of(kind.create(values));
        } catch (IllegalArgumentException e) {
            // two symbolic targets that must differ turned out to be one host
            return Optional.empty();
        }
    }

    private static Optional<Object> resolveValue(Object value, Function<Target, Optional<Target>> resolver) {
        if (value instanceof Target target) {
            return resolver.apply(target).map(t -> t);
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            for (Object item : list) {
                Optional<Object> resolved = resolveValue(item, resolver);
                if (resolved.isEmpty()) {
                    return Optional.empty();
                }
                items.add(resolved.get());
            }
            return Optional.of(items);
        }
        return Optional.of(value);
    }
}
