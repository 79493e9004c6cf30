package dev.quorate.model.etcd;

import java.util.Arrays;

/** The Wilcoxon-Mann-Whitney test of two samples, by the normal approximation with its correction for ties. */
final class RankTest {

    private RankTest() {}

    /** The two-sided p that both samples are of one distribution. */
    static double twoSided(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        Arrays.sort(all);
        double rankSum = 0;
        for (double value : a) {
            rankSum += rank(all, value);
        }
        double n = a.length;
        double m = b.length;
        double u = rankSum - n * (n + 1) / 2;
        double ties = 0;
        for (int i = 0; i < all.length; ) {
            int j = i;
            while (j < all.length && all[j] == all[i]) {
                j++;
            }
            double t = j - i;
            ties += t * t * t - t;
            i = j;
        }
        double total = n + m;
        double variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)));
        double z = Math.max(0, Math.abs(u - n * m / 2) - 0.5) / Math.sqrt(variance);
        return 2 * upperTail(z);
    }

    private static double rank(double[] sorted, double value) {
        int below = 0;
        int equal = 0;
        for (double other : sorted) {
            below += other < value ? 1 : 0;
            equal += other == value ? 1 : 0;
        }
        return below + (equal + 1) / 2.0;
    }

    /** Abramowitz and Stegun 26.2.17. */
    private static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * poly;
    }
}
