package dev.quorate.scenario.fault;

import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A span of time, fixed or drawn from a distribution.
 *
 * @param shape how it is drawn
 * @param from the span itself when fixed, the least when uniform, the mean when exponential
 * @param to the greatest when uniform, otherwise equal to {@code from}
 */
public record Spread(Shape shape, Duration from, Duration to) {

    /** How a span is drawn. */
    public enum Shape {
        FIXED,
        UNIFORM,
        EXPONENTIAL
    }

    public static final Spread ZERO = fixed(Duration.ZERO);

    public Spread {
        from = SimTime.span(SimTime.micros(from));
        to = SimTime.span(SimTime.micros(to));
        if (from.isNegative() || to.compareTo(from) < 0) {
            throw new IllegalArgumentException("a span of time must not be negative, and the lower bound comes first");
        }
        if (shape != Shape.UNIFORM && !from.equals(to)) {
            throw new IllegalArgumentException("only a uniform span has two bounds");
        }
    }

    /** {@code 20s}. */
    public static Spread fixed(Duration span) {
        return new Spread(Shape.FIXED, span, span);
    }

    /** {@code 20s..40s}. */
    public static Spread uniform(Duration from, Duration to) {
        return new Spread(Shape.UNIFORM, from, to);
    }

    /** {@code 20s ± 3s}: uniform between 17 s and 23 s. */
    public static Spread around(Duration middle, Duration halfWidth) {
        return uniform(middle.minus(halfWidth), middle.plus(halfWidth));
    }

    /** {@code ~ 30s}: exponential with that mean. */
    public static Spread exponential(Duration mean) {
        return new Spread(Shape.EXPONENTIAL, mean, mean);
    }

    /** Draw the span. */
    public Duration draw(RandomStream random) {
        return switch (shape) {
            case FIXED -> from;
            case UNIFORM -> random.uniform(from, to);
            case EXPONENTIAL -> SimTime.span((long) (random.exponential((double) SimTime.micros(from)) + 0.5));
        };
    }

    /** As a scenario file spells it. */
    public String words() {
        return switch (shape) {
            case FIXED -> words(from);
            case UNIFORM -> words(from) + ".." + words(to);
            case EXPONENTIAL -> "~ " + words(from);
        };
    }

    /** A span as a scenario file spells it: in the largest unit that leaves it whole. */
    public static String words(Duration span) {
        long micros = SimTime.micros(span);
        if (micros == 0) {
            return "0s";
        }
        if (micros % 86_400_000_000L == 0) {
            return micros / 86_400_000_000L + "d";
        }
        if (micros % 3_600_000_000L == 0) {
            return micros / 3_600_000_000L + "h";
        }
        if (micros % 60_000_000L == 0) {
            return micros / 60_000_000L + "m";
        }
        if (micros % 1_000_000L == 0) {
            return micros / 1_000_000L + "s";
        }
        if (micros > 1_000_000L && micros % 1_000L == 0) {
            return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString() + "s";
        }
        return micros % 1_000L == 0 ? micros / 1_000L + "ms" : micros + "us";
    }
}
