package dev.quorate.model.corosync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A measured quantity, and when a simulated one agrees with it. */
record CalibrationRow(String row, String setup, String fault, String quantity, String rule, List<Long> values) {

    private static final double LEAST_P = 0.01;
    private static final long SLACK_MILLIS = 100;

    static List<CalibrationRow> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        List<CalibrationRow> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            List<Long> values = Stream.of(cells[11].split(";"))
                    .map(v -> Math.round(Double.parseDouble(v)))
                    .toList();
            rows.add(new CalibrationRow(cells[0], cells[2], cells[3], cells[4], cells[6], values));
        }
        return rows;
    }

    /** Rule {@code median}: medians near each other or no rank test tells them apart, and the ranges overlap. */
    boolean agreesWith(List<Long> simulated) {
        if (!rule.equals("median")) {
            throw new IllegalStateException("no such rule here: " + rule);
        }
        double median = median(values);
        boolean near = Math.abs(median - median(simulated)) <= Math.max(0.1 * median, SLACK_MILLIS);
        long low = Collections.min(simulated) - SLACK_MILLIS;
        long high = Collections.max(simulated) + SLACK_MILLIS;
        long outside = values.stream().filter(v -> v < low || v > high).count();
        return (near || rankTest(values, simulated) >= LEAST_P) && outside <= 1;
    }

    static double median(List<Long> of) {
        List<Long> sorted = of.stream().sorted().toList();
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2.0;
    }

    static String summary(List<Long> of) {
        return Collections.min(of) + " / " + Math.round(median(of)) + " / " + Collections.max(of) + " (" + of.size()
                + ")";
    }

    /** Two-sided p of the Mann-Whitney test, by the normal approximation. */
    static double rankTest(List<Long> a, List<Long> b) {
        double u = 0;
        for (long x : a) {
            for (long y : b) {
                u += x < y ? 1 : x == y ? 0.5 : 0;
            }
        }
        double mean = a.size() * (double) b.size() / 2;
        double deviation = Math.sqrt(mean * (a.size() + b.size() + 1) / 6);
        double z = Math.max(0, Math.abs(u - mean) - 0.5) / deviation;
        return 2 * (1 - phi(z));
    }

    /** Abramowitz and Stegun 26.2.17. */
    private static double phi(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double tail = Math.exp(-z * z / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - tail;
    }
}
