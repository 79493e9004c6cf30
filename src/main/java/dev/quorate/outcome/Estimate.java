package dev.quorate.outcome;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over runs with its interval of 95 %, by Student's t: for differences of pairs as for single values.
 *
 * <p>The sums are exact integers, so the order of runs does not matter. With few values that are not 0 the interval
 * means little; {@link #isFirm} says so.
 *
 * @param mean the mean, in the values' unit
 * @param low lower bound
 * @param high upper bound
 * @param count how many values
 * @param apart how many of them are not 0
 */
public record Estimate(double mean, double low, double high, int count, int apart) {

    /** With fewer values that are not 0 the mean is not near enough to normal for the interval to be believed. */
    public static final int FIRM = 10;

    private static final double TAIL = 0.025;

    /** The mean of some values. */
    public static Estimate of(long[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no mean of nothing");
        }
        BigInteger sum = BigInteger.ZERO;
        BigInteger squares = BigInteger.ZERO;
        int apart = 0;
        for (long value : values) {
            BigInteger exact = BigInteger.valueOf(value);
            sum = sum.add(exact);
            squares = squares.add(exact.multiply(exact));
            apart += value == 0 ? 0 : 1;
        }
        int n = values.length;
        double mean = ratio(sum, BigInteger.valueOf(n));
        if (n == 1) {
            return new Estimate(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, n, apart);
        }
        // variance of the mean: (n * squares - sum^2) / (n^2 * (n - 1))
        BigInteger count = BigInteger.valueOf(n);
        BigInteger above = count.multiply(squares).subtract(sum.multiply(sum));
        double variance = ratio(above, count.multiply(count).multiply(BigInteger.valueOf(n - 1L)));
        double half = TDistribution.of(n - 1).inverseSurvivalProbability(TAIL) * Math.sqrt(variance);
        return new Estimate(mean, mean - half, mean + half, n, apart);
    }

    /** The mean of {@code a[i] - b[i]}: pairs of the same seed. */
    public static Estimate ofPairs(long[] a, long[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " and " + b.length + " values are no pairs");
        }
        long[] differences = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = Math.subtractExact(a[i], b[i]);
        }
        return of(differences);
    }

    /**
     * The difference of two shares of the same runs, by Bonett and Price's adjusted Wald interval (Statistics in
     * Medicine 31, 2012): sound where few runs differ.
     */
    public static Estimate ofShares(boolean[] a, boolean[] b) {
        if (a.length != b.length || a.length == 0) {
            throw new IllegalArgumentException(a.length + " and " + b.length + " answers are no pairs");
        }
        int onlyA = 0;
        int onlyB = 0;
        for (int i = 0; i < a.length; i++) {
            onlyA += a[i] && !b[i] ? 1 : 0;
            onlyB += b[i] && !a[i] ? 1 : 0;
        }
        double n = a.length;
        double up = (onlyA + 1) / (n + 2);
        double down = (onlyB + 1) / (n + 2);
        double middle = up - down;
        double half = Z * Math.sqrt((up + down - middle * middle) / (n + 2));
        return new Estimate(
                (onlyA - onlyB) / n, Math.max(-1, middle - half), Math.min(1, middle + half), a.length, onlyA + onlyB);
    }

    /** The 97.5 % point of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /** Whether enough values are not 0 for the interval to be believed. */
    public boolean isFirm() {
        return apart >= FIRM;
    }

    /** Whether 0 lies outside of the interval. */
    public boolean differs() {
        return low > 0 || high < 0;
    }

    /** In another unit. */
    public Estimate times(double factor) {
        return factor >= 0
                ? new Estimate(mean * factor, low * factor, high * factor, count, apart)
                : new Estimate(mean * factor, high * factor, low * factor, count, apart);
    }

    /** The mean of what cannot be negative: its bounds are not either. */
    public Estimate notBelowZero() {
        return new Estimate(mean, Math.max(0, low), Math.max(0, high), count, apart);
    }

    private static double ratio(BigInteger above, BigInteger below) {
        return new BigDecimal(above)
                .divide(new BigDecimal(below), MathContext.DECIMAL64)
                .doubleValue();
    }
}
