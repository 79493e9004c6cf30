package dev.quorate.scenario.expect;

import java.time.Duration;

/** The outcome that an expectation wants. */
public sealed interface Wanted {

    /** As a scenario file spells it. */
    String words();

    /** Whether it bounds a time. */
    default boolean isTime() {
        return false;
    }

    /** The rule holds. */
    record Held() implements Wanted {
        @Override
        public String words() {
            return "held";
        }
    }

    /** The rule is violated: the scenario is there to show it. */
    record Violated() implements Wanted {
        @Override
        public String words() {
            return "violated";
        }
    }

    /**
     * The rule is violated in that share of seeds.
     *
     * @param fromRatio 0 to 1
     * @param toRatio 0 to 1
     */
    record ViolatedIn(double fromRatio, double toRatio) implements Wanted {
        public ViolatedIn {
            if (!(fromRatio >= 0 && fromRatio <= toRatio && toRatio <= 1)) {
                throw new IllegalArgumentException("a share of seeds is between 0% and 100%, the lower bound first");
            }
        }

        @Override
        public String words() {
            return "violated in " + percent(fromRatio) + ".." + percent(toRatio);
        }

        private static String percent(double ratio) {
            String text = java.math.BigDecimal.valueOf(ratio)
                    .movePointRight(2)
                    .stripTrailingZeros()
                    .toPlainString();
            return text + "%";
        }
    }

    /** The rule holds with that limit of time: {@code recovers-within = 60s}. */
    record Within(Duration limit) implements Wanted {
        @Override
        public boolean isTime() {
            return true;
        }

        @Override
        public String words() {
            return Quantity.of(limit).words();
        }
    }

    /** The metric lies within bounds, both included. */
    record Between(Quantity from, Quantity to) implements Wanted {
        public Between {
            from.requireComparable(to);
        }

        @Override
        public boolean isTime() {
            return from.time();
        }

        @Override
        public String words() {
            return "between " + from.words() + " and " + to.words();
        }
    }

    /** The metric is that or less. */
    record AtMost(Quantity bound) implements Wanted {
        @Override
        public boolean isTime() {
            return bound.time();
        }

        @Override
        public String words() {
            return "at most " + bound.words();
        }
    }

    /** The metric is that or more. */
    record AtLeast(Quantity bound) implements Wanted {
        @Override
        public boolean isTime() {
            return bound.time();
        }

        @Override
        public String words() {
            return "at least " + bound.words();
        }
    }
}
