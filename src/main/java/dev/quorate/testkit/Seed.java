package dev.quorate.testkit;

/**
 * A run's seed; jqwik draws it for a parameter of this type and does not shrink it, as another seed is another run.
 *
 * @param value any number
 */
public record Seed(long value) {

    public static Seed of(long value) {
        return new Seed(value);
    }

    @Override
    public String toString() {
        return "seed " + value;
    }
}
