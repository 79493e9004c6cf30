package dev.quorate.simulation.network;

import dev.quorate.time.RandomStream;

/**
 * A log-normal latency as a table of its quantiles: a draw is one look-up.
 *
 * <p>1,024 midpoint quantiles; the tails beyond the last midpoint (1 in 2,048) are cut off.
 */
public final class LatencyTable {

    private static final int SIZE = 1_024;

    /** Midpoint quantiles of the standard normal distribution; found once, as each search takes microseconds. */
    private static final double[] STANDARD_NORMAL = standardNormal();

    private final long[] micros = new long[SIZE];

    /**
     * Make the table.
     *
     * @param medianMicros the median, at least 1
     * @param shape standard deviation of the logarithm, 0 for a constant
     */
    public LatencyTable(long medianMicros, double shape) {
        if (medianMicros < 1 || shape < 0) {
            throw new IllegalArgumentException("median " + medianMicros + " µs, shape " + shape);
        }
        for (int i = 0; i < SIZE; i++) {
            micros[i] = Math.max(1, (long) (medianMicros * StrictMath.exp(shape * STANDARD_NORMAL[i]) + 0.5));
        }
    }

    long draw(RandomStream random) {
        return micros[random.nextInt(SIZE)];
    }

    private static double[] standardNormal() {
        double[] quantiles = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            quantiles[i] = normalQuantile((i + 0.5) / SIZE);
        }
        return quantiles;
    }

    /** Inverse of the standard normal distribution by bisection of Abramowitz and Stegun 26.2.17's polynomial. */
    private static double normalQuantile(double p) {
        double low = -9;
        double high = 9;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (normalCdf(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double normalCdf(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI) * poly;
        return x >= 0 ? 1 - tail : tail;
    }
}
