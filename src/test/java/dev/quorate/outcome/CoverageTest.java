package dev.quorate.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.outcome.Proportion.Range;
import dev.quorate.time.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Intervals cover what they say: shares by exact summation, quantiles and pairs over simulated repeats; printed. */
class CoverageTest {

    private static final int REPEATS = 1_000;

    private record Extremes(double least, String atLeast, double most, String atMost) {}

    /** The chance that the interval of a share holds it, by summing over every count. */
    private static double coverage(int n, double p, ToDoubleFunction<int[]> holds) {
        BinomialDistribution counts = BinomialDistribution.of(n, p);
        double sum = 0;
        for (int k = 0; k <= n; k++) {
            sum += counts.probability(k) * holds.applyAsDouble(new int[] {k, n});
        }
        return sum;
    }

    private static Extremes over(int[] sizes, double[] shares, boolean wilson) {
        double least = 1;
        double most = 0;
        String atLeast = "";
        String atMost = "";
        for (int n : sizes) {
            Range[] ranges = new Range[n + 1];
            for (int k = 0; k <= n; k++) {
                ranges[k] = wilson ? new Proportion(k, n).wilson() : new Proportion(k, n).clopperPearson();
            }
            for (double p : shares) {
                double covered = coverage(n, p, kn -> ranges[kn[0]].low() <= p && p <= ranges[kn[0]].high() ? 1 : 0);
                String at = String.format(Locale.ROOT, "n = %d, p = %.4f", n, p);
                if (covered < least) {
                    least = covered;
                    atLeast = at;
                }
                if (covered > most) {
                    most = covered;
                    atMost = at;
                }
            }
        }
        return new Extremes(least, atLeast, most, atMost);
    }

    private static double[] grid(double from, double to, double step) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; from + i * step <= to + 1e-12; i++) {
            all.add(from + i * step);
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void print(String what, Extremes found) {
        System.out.printf(
                Locale.ROOT,
                "%s: coverage %.2f %% (%s) to %.2f %% (%s)%n",
                what,
                100 * found.least(),
                found.atLeast(),
                100 * found.most(),
                found.atMost());
    }

    @Test
    void clopperAndPearsonsIntervalCoversAtLeast95PercentEverywhere() {
        int[] sizes = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
        Extremes wide = over(sizes, grid(0.005, 0.995, 0.005), false);
        Extremes rare = over(sizes, grid(0.0001, 0.005, 0.0001), false);
        print("Clopper-Pearson, n 1 to 1000, p 0.5 % to 99.5 %", wide);
        print("Clopper-Pearson, n 1 to 1000, p 0.01 % to 0.5 %", rare);
        assertThat(wide.least()).isGreaterThanOrEqualTo(0.95);
        assertThat(rare.least()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void wilsonsIntervalCoversBetween91And98PercentWhereFiveRunsOrMoreAreExpectedEitherWay() {
        int[] sizes = {20, 50, 100, 200, 500, 1000};
        double least = 1;
        double most = 0;
        for (int n : sizes) {
            double edge = Math.max(0.05, 5.0 / n);
            Extremes found = over(new int[] {n}, grid(edge, 1 - edge, 0.005), true);
            print("Wilson, n = " + n + ", p " + edge + " to " + (1 - edge), found);
            least = Math.min(least, found.least());
            most = Math.max(most, found.most());
        }
        assertThat(least).isGreaterThanOrEqualTo(0.915);
        assertThat(most).isLessThanOrEqualTo(0.985);
    }

    @Test
    void aQuantilesIntervalCoversItIn93To97PercentOfRepeats() {
        check("p50 of 200", 200, 500);
        check("p90 of 400", 400, 900);
        check("p99 of 2000", 2_000, 990);
    }

    /** Exponential with a mean of 10 s: the quantile is known. */
    private static void check(String what, int n, int permille) {
        RandomStream random = RandomStream.of(7 + permille);
        double truth = -10e6 * StrictMath.log(1 - permille / 1000.0);
        int covered = 0;
        for (int r = 0; r < REPEATS; r++) {
            List<Distribution.Value> values = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                values.add(new Distribution.Value((long) random.exponential(10e6), false));
            }
            Distribution.Quantile q = new Distribution("t", false, values).at(permille);
            covered += q.low() <= truth && (q.open() || truth <= q.high()) ? 1 : 0;
        }
        said(what, covered);
    }

    private static void said(String what, int covered) {
        System.out.printf(
                Locale.ROOT, "%s: covered in %.1f %% of %d repeats%n", what, covered * 100.0 / REPEATS, REPEATS);
        assertThat(covered).as(what).isBetween(930, 970);
    }

    @Test
    void aMedianWithRunsThatEndedFirstIsStillCovered() {
        // a quarter of the runs end first, at 8 s: the median of 6.93 s is seen, p90 is not
        RandomStream random = RandomStream.of(11);
        double truth = 10e6 * StrictMath.log(2);
        int covered = 0;
        int beyond = 0;
        for (int r = 0; r < REPEATS; r++) {
            List<Distribution.Value> values = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                long t = (long) random.exponential(10e6);
                values.add(t > 8_000_000 ? new Distribution.Value(8_000_000, true) : new Distribution.Value(t, false));
            }
            Distribution of = new Distribution("t", false, values);
            Distribution.Quantile q = of.at(500);
            covered += q.low() <= truth && (q.open() || truth <= q.high()) ? 1 : 0;
            beyond += of.at(900).beyond() ? 1 : 0;
        }
        said("p50 of 200, 45 % of them cut off above it", covered);
        assertThat(beyond).as("p90 lies beyond what was seen, and is said to").isEqualTo(REPEATS);
    }

    @Test
    void thePairedIntervalCoversTheDifferenceIn93To97PercentOfRepeats() {
        RandomStream random = RandomStream.of(23);
        int normal = 0;
        int skewed = 0;
        int shares = 0;
        for (int r = 0; r < REPEATS; r++) {
            int n = 400;
            long[] a = new long[n];
            long[] b = new long[n];
            long[] c = new long[n];
            boolean[] x = new boolean[n];
            boolean[] y = new boolean[n];
            for (int i = 0; i < n; i++) {
                double common = random.gaussian() * 5e6;
                a[i] = Math.round(common + 40e6 + random.gaussian() * 1e6);
                b[i] = Math.round(common + 38e6 + random.gaussian() * 1e6);
                // duplicate-leader time: none in most runs, uniform up to 10 s in three of ten
                c[i] = random.chance(0.3) ? random.nextLong(10_000_001) : 0;
                x[i] = random.chance(0.06);
                y[i] = random.chance(0.02);
            }
            normal += holds(Estimate.ofPairs(a, b), 2e6);
            skewed += holds(Estimate.ofPairs(c, new long[n]), 1.5e6);
            shares += holds(Estimate.ofShares(x, y), 0.04);
        }
        said("mean of 400 normal differences", normal);
        said("mean of 400 differences, 70 % of them 0", skewed);
        said("difference of shares, 6 % and 2 % of 400", shares);
    }

    private static int holds(Estimate estimate, double truth) {
        return estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }

    @Test
    void withFewRunsAboveZeroAnEstimateSaysThatItIsNotFirm() {
        long[] values = new long[200];
        values[3] = 5_000_000;
        Estimate estimate = Estimate.of(values);
        assertThat(estimate.isFirm()).isFalse();
        assertThat(estimate.mean()).isEqualTo(25_000);
    }
}
