package dev.quorate.outcome;

import java.util.Arrays;
import java.util.List;

/**
 * Quantiles of a sample of integers, by the order statistic (type 1 of Hyndman and Fan): always a value that occurred,
 * and the same on every JDK.
 */
public final class Quantiles {

    private final long[] sorted;

    public Quantiles(List<Long> values) {
        sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    public int count() {
        return sorted.length;
    }

    /** The quantile at {@code permille}, 0 to 1000: 500 is the median. */
    public long at(int permille) {
        if (sorted.length == 0) {
            throw new IllegalStateException("an empty sample has no quantile");
        }
        if (permille < 0 || permille > 1000) {
            throw new IllegalArgumentException("a quantile is asked for in permille, 0 to 1000, not " + permille);
        }
        long rank = ((long) permille * sorted.length + 999) / 1000;
        return sorted[(int) Math.max(0, rank - 1)];
    }

    public long median() {
        return at(500);
    }

    public long min() {
        return at(0);
    }

    public long max() {
        return at(1000);
    }

    /** The mean, rounded half up: an integer sum, so the order of runs does not matter. */
    public long mean() {
        if (sorted.length == 0) {
            throw new IllegalStateException("an empty sample has no mean");
        }
        long sum = Arrays.stream(sorted).reduce(0, Math::addExact);
        return Math.floorDiv(2 * sum + sorted.length, 2L * sorted.length);
    }
}
