package dev.quorate.calibration;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of {@code rows.csv}: a quantity that was measured on the real daemons, and when a simulated one agrees with it.
 *
 * @param unit {@code ms} or {@code s}; values are in it
 */
record MeasuredRow(String id, String setup, String fault, String quantity, String unit, String rule, double[] values) {

    private static final Path FILE = Path.of("src/test/resources/calibration/rows.csv");
    private static final double LEAST_P = 0.01;

    static MeasuredRow read(String id) throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(FILE)) {
            for (NamedCsvRecord row : csv) {
                if (row.getField("row").equals(id)) {
                    return new MeasuredRow(
                            id,
                            row.getField("setup"),
                            row.getField("fault"),
                            row.getField("quantity"),
                            row.getField("unit"),
                            row.getField("rule"),
                            Stream.of(row.getField("values").split(";"))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray());
                }
            }
        }
        throw new IllegalArgumentException("no row " + id + " in " + FILE);
    }

    /** By the rule of the calibration data: {@code median} or {@code zero}. */
    boolean agreesWith(double[] simulated) {
        if (rule.equals("zero")) {
            return Arrays.stream(simulated).allMatch(v -> v == 0);
        }
        if (!rule.equals("median")) {
            throw new IllegalStateException("no rule '" + rule + "' here");
        }
        double slack = unit.equals("ms") ? 100 : 0.1;
        double measured = median(values);
        boolean near = Math.abs(measured - median(simulated)) <= Math.max(0.1 * Math.abs(measured), slack);
        double low = Arrays.stream(simulated).min().orElseThrow() - slack;
        double high = Arrays.stream(simulated).max().orElseThrow() + slack;
        long outside = Arrays.stream(values).filter(v -> v < low || v > high).count();
        return (near || rankTest(values, simulated) >= LEAST_P) && outside <= 1;
    }

    /** One line of a table: measured beside predicted, min / median / max. */
    String beside(double[] simulated) {
        return String.join(
                " | ",
                List.of(
                        id,
                        fault,
                        quantity,
                        summary(values) + " " + unit,
                        summary(simulated) + " " + unit,
                        agreesWith(simulated) ? "agrees" : "DIFFERS"));
    }

    private static String summary(double[] of) {
        double[] sorted = of.clone();
        Arrays.sort(sorted);
        List<String> three = new ArrayList<>();
        for (double v : new double[] {sorted[0], median(of), sorted[sorted.length - 1]}) {
            three.add(Double.toString(Math.round(v * 1000) / 1000.0));
        }
        return String.join(" / ", three);
    }

    static double median(double[] of) {
        double[] sorted = of.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /** Two-sided p of the Mann-Whitney test by its normal approximation. */
    private static double rankTest(double[] a, double[] b) {
        double u = 0;
        for (double x : a) {
            for (double y : b) {
                u += x < y ? 1 : x == y ? 0.5 : 0;
            }
        }
        double mean = a.length * b.length / 2.0;
        double deviation = Math.sqrt((double) a.length * b.length * (a.length + b.length + 1) / 12);
        double z = Math.abs(u - mean) / deviation;
        return 2 * (1 - cdf(z));
    }

    private static double cdf(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * poly;
    }
}
