package dev.quorate.scenario.parse;

import dev.quorate.model.Settings;
import dev.quorate.scenario.fault.Spread;
import java.time.Duration;

/** Reads spans of time and their distributions: {@code 20s}, {@code 20s ± 3s}, {@code 20s..40s}, {@code ~ 30s}. */
final class SpreadReader {

    private SpreadReader() {}

    /**
     * Read a span with its distribution.
     *
     * @throws IllegalArgumentException when the text is none; the message says what would do
     */
    static Spread spread(String text) {
        String trimmed = text.trim();
        if (trimmed.startsWith("~")) {
            return Spread.exponential(duration(trimmed.substring(1)));
        }
        int range = trimmed.indexOf("..");
        if (range >= 0) {
            return Spread.uniform(duration(trimmed.substring(0, range)), duration(trimmed.substring(range + 2)));
        }
        int around = trimmed.indexOf('±');
        int width = 1;
        if (around < 0) {
            around = trimmed.indexOf("+-");
            width = 2;
        }
        if (around >= 0) {
            Duration middle = duration(trimmed.substring(0, around));
            Duration half = duration(trimmed.substring(around + width));
            if (half.compareTo(middle) > 0) {
                throw new IllegalArgumentException(
                        "'" + trimmed + "' may be negative; the second time must not be longer than the first");
            }
            return Spread.around(middle, half);
        }
        return Spread.fixed(duration(trimmed));
    }

    /** A span that may be negative. */
    static Duration signed(String text) {
        String trimmed = text.trim();
        return trimmed.startsWith("-") ? duration(trimmed.substring(1)).negated() : duration(trimmed);
    }

    private static Duration duration(String text) {
        return (Duration) Settings.parse(Duration.class, text);
    }
}
