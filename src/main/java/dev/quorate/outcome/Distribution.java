package dev.quorate.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A measured value over many runs: its quantiles with intervals of 95 %, runs that ended first counted as such.
 *
 * <p>Without such runs a quantile is an order statistic (type 1 of Hyndman and Fan: a value that occurred). With them it
 * is Kaplan and Meier's, and when they hide it, the answer is "longer than". Intervals are order statistics that hold
 * for every distribution; a run that ended first counts as what was seen in the lower bound and as endless in the upper
 * one, so they rather cover too much.
 */
public final class Distribution {

    /** One value; {@code censored} when the run ended first, so that the true one is at least this. */
    public record Value(long value, boolean censored) {}

    /**
     * A quantile.
     *
     * @param value the quantile, in the distribution's unit
     * @param beyond whether it is longer than {@code value}: too many runs ended first
     * @param low lower bound
     * @param high upper bound; meaningless when {@code open}
     * @param open whether there is no upper bound: too few runs
     */
    public record Quantile(long value, boolean beyond, long low, long high, boolean open) {}

    private static final double TAIL = 0.025;

    private final String name;
    private final boolean isCount;
    private final List<Value> sorted;
    private final int censored;

    /** {@code isCount} says whether values are counts; otherwise they are microseconds. */
    public Distribution(String name, boolean isCount, List<Value> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " was measured in no run");
        }
        this.name = name;
        this.isCount = isCount;
        List<Value> order = new ArrayList<>(values);
        // at the same time, what ended comes before what was only seen so far
        order.sort(Comparator.comparingLong(Value::value).thenComparing(Value::censored));
        this.sorted = List.copyOf(order);
        this.censored = (int) sorted.stream().filter(Value::censored).count();
    }

    public String name() {
        return name;
    }

    public boolean isCount() {
        return isCount;
    }

    public int count() {
        return sorted.size();
    }

    /** In how many runs the true value is only known to be longer. */
    public int censored() {
        return censored;
    }

    /** In how many runs it was more than 0. */
    public int above() {
        return (int) sorted.stream().filter(v -> v.value() > 0).count();
    }

    public List<Value> values() {
        return sorted;
    }

    /** The quantile at {@code permille}, 1 to 999: 500 is the median. */
    public Quantile at(int permille) {
        if (permille < 1 || permille > 999) {
            throw new IllegalArgumentException("a quantile is asked for in permille, 1 to 999, not " + permille);
        }
        int n = sorted.size();
        int[] ranks = ranks(n, permille);
        Value point = censored == 0
                ? sorted.get((int) (((long) permille * n + 999) / 1000) - 1)
                : kaplanMeier(permille / 1000.0);
        long low = ranks[0] == 0 ? 0 : sorted.get(ranks[0] - 1).value();
        long[] ended = sorted.stream()
                .filter(v -> !v.censored())
                .mapToLong(Value::value)
                .toArray();
        boolean open = ranks[1] > ended.length;
        long high = open ? sorted.get(n - 1).value() : ended[ranks[1] - 1];
        return new Quantile(point.value(), point.censored(), Math.min(low, point.value()), high, open);
    }

    /** The greatest value; a run that ended first may hide a greater one. */
    public Value max() {
        return new Value(sorted.get(sorted.size() - 1).value(), censored > 0);
    }

    /** A point of the curve of what is still going on: the share of runs in which it took longer than this. */
    public record Point(long value, double longer) {}

    /** Kaplan and Meier's curve: a point for each value at which the share changes. */
    public List<Point> longer() {
        List<Point> points = new ArrayList<>();
        double survivors = 1;
        int n = sorted.size();
        for (int i = 0; i < n; i++) {
            Value each = sorted.get(i);
            if (!each.censored()) {
                survivors *= (double) (n - i - 1) / (n - i);
                boolean last = i + 1 == n || sorted.get(i + 1).value() != each.value();
                if (last || sorted.get(i + 1).censored()) {
                    points.add(new Point(each.value(), survivors));
                }
            }
        }
        return points;
    }

    /** The first time by which the share of runs that ended is {@code p}; censored when it is never reached. */
    private Value kaplanMeier(double p) {
        double survivors = 1;
        int n = sorted.size();
        for (int i = 0; i < n; i++) {
            Value each = sorted.get(i);
            if (!each.censored()) {
                survivors *= (double) (n - i - 1) / (n - i);
                if (survivors <= 1 - p + 1e-12) {
                    return each;
                }
            }
        }
        return new Value(sorted.get(n - 1).value(), true);
    }

    /**
     * Ranks, from 1, of the order statistics between which the quantile lies in 95 % of samples; 0 and n + 1 for none.
     * See David and Nagaraja, Order Statistics, section 7.1.
     */
    static int[] ranks(int n, int permille) {
        BinomialDistribution below = BinomialDistribution.of(n, permille / 1000.0);
        int low = Math.max(0, below.inverseCumulativeProbability(TAIL));
        while (low > 0 && below.cumulativeProbability(low - 1) > TAIL) {
            low--;
        }
        int high = Math.min(n + 1, below.inverseCumulativeProbability(1 - TAIL) + 1);
        while (high <= n && below.cumulativeProbability(high - 1) < 1 - TAIL) {
            high++;
        }
        return new int[] {low, high};
    }

    @Override
    public String toString() {
        return name + " over " + sorted.size() + " runs";
    }
}
