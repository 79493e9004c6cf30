package dev.quorate.scenario.fault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Checks and words that several faults share. */
final class Checks {

    private Checks() {}

    static void require(boolean good, String complaint) {
        if (!good) {
            throw new IllegalArgumentException(complaint);
        }
    }

    static void requirePositive(String name, Duration span) {
        require(!span.isNegative() && !span.isZero(), name + " must be above 0s, was " + Spread.words(span.abs()));
    }

    static void requireRatio(String name, double ratio) {
        require(ratio >= 0 && ratio <= 1, name + " must be 0% to 100%, was " + percent(ratio));
    }

    static String percent(double ratio) {
        return BigDecimal.valueOf(ratio).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }

    static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    static String signed(Duration span) {
        return (span.isNegative() ? "-" : "") + Spread.words(span.abs());
    }

    static String list(List<?> items) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            words.append(i == 0 ? "" : i == items.size() - 1 ? " and " : ", ").append(items.get(i));
        }
        return words.toString();
    }
}
