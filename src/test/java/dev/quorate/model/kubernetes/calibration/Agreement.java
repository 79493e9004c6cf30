package dev.quorate.model.kubernetes.calibration;

import java.util.Arrays;

/** The calibration's rule: when simulated values agree with measured ones. */
final class Agreement {

    private Agreement() {}

    static boolean holds(String rule, double[] measured, double[] simulated) {
        double[] m = sorted(measured);
        double[] s = sorted(simulated);
        return switch (rule) {
            // Some "zero" rows hold milliseconds: then as exactly as that.
            case "zero" -> s[s.length - 1] <= (m[m.length - 1] > 0 ? m[m.length - 1] + 0.05 : 1e-9);
            case "exact" -> s[0] >= m[0] - 0.05 && s[s.length - 1] <= m[m.length - 1] + 0.05;
            case "range" -> median(s) >= m[0] * 0.9 && median(s) <= m[m.length - 1] * 1.1;
            case "median" ->
                (Math.abs(median(s) - median(m)) <= Math.max(0.1 * median(m), 0.1) || rankTest(m, s) >= 0.01)
                        && outside(m, s[0] - 0.1, s[s.length - 1] + 0.1) <= 1;
            default -> throw new IllegalArgumentException("no rule " + rule);
        };
    }

    private static long outside(double[] values, double from, double to) {
        return Arrays.stream(values).filter(v -> v < from || v > to).count();
    }

    static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    static double median(double[] sorted) {
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    static double quantile(double[] sorted, double q) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
    }

    /** Two-sided p of the Mann-Whitney test by its normal approximation, ties averaged. */
    static double rankTest(double[] a, double[] b) {
        double u = 0;
        for (double x : a) {
            for (double y : b) {
                u += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }
        double mean = a.length * (double) b.length / 2;
        double deviation = StrictMath.sqrt(a.length * (double) b.length * (a.length + b.length + 1) / 12);
        double z = Math.max(0, Math.abs(u - mean) - 0.5) / deviation;
        return 2 * (1 - normal(z));
    }

    /** Abramowitz and Stegun 26.2.17. */
    private static double normal(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double d = 0.3989422804014327 * StrictMath.exp(-z * z / 2);
        return 1
                - d * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    }

    /** The Kolmogorov-Smirnov distance of a sample to a distribution given by its quantiles at (i + 0.5) / n. */
    static double distance(double[] sample, double[] quantiles) {
        double[] s = sorted(sample);
        double most = 0;
        for (int i = 0; i < s.length; i++) {
            int below = 0;
            while (below < quantiles.length && quantiles[below] <= s[i]) {
                below++;
            }
            double f = (double) below / quantiles.length;
            most = Math.max(most, Math.max(Math.abs(f - (double) i / s.length), Math.abs(f - (i + 1.0) / s.length)));
        }
        return most;
    }
}
