package dev.quorate.scenario.expect;

import dev.quorate.time.SimTime;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A metric's bound: a span of time or a plain number.
 *
 * @param value seconds when {@code time}, otherwise the number itself
 * @param time whether it is a span of time
 */
public record Quantity(double value, boolean time) {

    public static Quantity of(Duration span) {
        return new Quantity(SimTime.micros(span) / 1e6, true);
    }

    public static Quantity of(double number) {
        return new Quantity(number, false);
    }

    /** As a scenario file spells it. */
    public String words() {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() + (time ? "s" : "");
    }

    void requireComparable(Quantity other) {
        if (time != other.time || value > other.value) {
            throw new IllegalArgumentException(
                    "bounds must be of one unit, the lower first; were " + words() + " and " + other.words());
        }
    }
}
