package dev.quorate.outcome;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * So many of so many runs, with intervals of 95 %.
 *
 * @param count how many runs showed it
 * @param total of how many
 */
public record Proportion(int count, int total) {

    private static final double ALPHA = 0.05;

    public Proportion {
        if (total < 1 || count < 0 || count > total) {
            throw new IllegalArgumentException(count + " of " + total + " is no proportion");
        }
    }

    public double share() {
        return (double) count / total;
    }

    /** Wilson's score interval: the one to show. */
    public Range wilson() {
        return range(BinomialConfidenceInterval.WILSON_SCORE);
    }

    /** Clopper and Pearson's interval: never covers less than it says, so the one to judge by. */
    public Range clopperPearson() {
        return range(BinomialConfidenceInterval.CLOPPER_PEARSON);
    }

    private Range range(BinomialConfidenceInterval method) {
        Interval interval = method.fromErrorRate(total, count, ALPHA);
        return new Range(Math.max(0, interval.getLowerBound()), Math.min(1, interval.getUpperBound()));
    }

    /** Bounds of an interval. */
    public record Range(double low, double high) {
        public double width() {
            return high - low;
        }
    }
}
