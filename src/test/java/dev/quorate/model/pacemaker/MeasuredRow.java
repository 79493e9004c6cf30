package dev.quorate.model.pacemaker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** One measured quantity, and whether simulated values agree with it by the table's own rule. */
record MeasuredRow(String id, String fault, String quantity, String rule, List<Double> values) {

    private static final Path TABLE = Path.of("src/test/resources/calibration/pacemaker-rows.csv");

    static List<MeasuredRow> all() {
        try {
            return Files.readAllLines(TABLE, StandardCharsets.UTF_8).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(c -> new MeasuredRow(
                            c[0],
                            c[3],
                            c[4],
                            c[6],
                            Arrays.stream(c[11].split(";"))
                                    .map(Double::parseDouble)
                                    .sorted()
                                    .toList()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the rule: medians within max(10 %, 100 ms) or rank test p at least 0.01; and all but one in the range. */
    boolean agrees(List<Double> simulated) {
        if (simulated.isEmpty()) {
            return false;
        }
        if (rule.equals("zero")) {
            return simulated.stream().allMatch(value -> value == 0);
        }
        double measured = median(values);
        boolean medians = Math.abs(measured - median(simulated)) <= Math.max(100, 0.1 * Math.abs(measured));
        double low = simulated.get(0) - 100;
        double high = simulated.get(simulated.size() - 1) + 100;
        long outside = values.stream().filter(v -> v < low || v > high).count();
        return outside <= 1 && (medians || rankTest(simulated) >= 0.01);
    }

    static double median(List<Double> sorted) {
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }

    /** Two-sided p of the Mann-Whitney test, normal approximation with ties. */
    double rankTest(List<Double> simulated) {
        List<double[]> all = new ArrayList<>();
        values.forEach(v -> all.add(new double[] {v, 0}));
        simulated.forEach(v -> all.add(new double[] {v, 1}));
        all.sort(Comparator.comparingDouble(pair -> pair[0]));
        double ranks = 0;
        double ties = 0;
        for (int i = 0; i < all.size(); ) {
            int j = i;
            while (j < all.size() && all.get(j)[0] == all.get(i)[0]) {
                j++;
            }
            for (int k = i; k < j; k++) {
                ranks += all.get(k)[1] == 0 ? (i + 1 + j) / 2.0 : 0;
            }
            double tied = j - i;
            ties += tied * tied * tied - tied;
            i = j;
        }
        double n = values.size();
        double m = simulated.size();
        double total = n + m;
        double deviation = Math.sqrt(n * m / 12 * ((total + 1) - ties / (total * (total - 1))));
        double z = Math.max(0, Math.abs(ranks - n * (n + 1) / 2 - n * m / 2) - 0.5) / deviation;
        return 2 * (1 - normal(z));
    }

    /** Abramowitz and Stegun 26.2.17. */
    private static double normal(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - 0.3989422804 * Math.exp(-z * z / 2) * poly;
    }
}
