package dev.quorate.model.kubernetes.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.kubernetes.ClientGo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Predicted beside measured: client-go's elector in two builds, and the apiserver without a quorum of etcd. */
class KubernetesCalibrationTest {

    private static final int SEEDS = 200;

    /** Of a pause: one in a hundred meets the leader inside a call, and one take-over in fifty comes after it. */
    private static final int SEEDS_OF_PAUSES = 1_000;

    private static final Path RESOURCES = Path.of("src/test/resources/calibration");

    /** Rows that do not agree, and why. */
    private static final Map<String, String> DISAGREEING = new TreeMap<>(Map.of(
            "lead-200",
            "16 runs with a median of 1.47 s; two loops in any phase have 0.95 s, as the 16 runs of build 20 do and as"
                    + " the Monte Carlo that came with the measurements does (0.94 s): chance, one row in forty",
            "lead-206",
            "taken under load: in two of 16 runs the winner's write took more than half a second, past SIGCONT"));

    private record Row(String id, String setup, String fault, String quantity, String rule, double[] values) {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String line : lines("kubernetes-rows.csv")) {
            List<String> cells = cells(line);
            String given =
                    cells.get(11).isEmpty() ? cells.get(8) + ";" + cells.get(9) + ";" + cells.get(10) : cells.get(11);
            double[] values = Arrays.stream(given.split(";"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            rows.add(new Row(cells.get(0), cells.get(2), cells.get(3), cells.get(4), cells.get(6), values));
        }
        return rows;
    }

    private static List<String> lines(String file) {
        try {
            List<String> lines = Files.readAllLines(RESOURCES.resolve(file), StandardCharsets.UTF_8);
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    /** Every quantity of one fault and build over the seeds. */
    private static Map<String, double[]> simulate(ElectionFault fault, ClientGo build) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        int seeds = fault == ElectionFault.STOP ? SEEDS_OF_PAUSES : SEEDS;
        for (long seed = 0; seed < seeds; seed++) {
            ElectionTrial trial = new ElectionTrial(seed, Worker.Flags.of(build, fault.release));
            fault.happens.accept(trial);
            double takeover = trial.takeover();
            if (Double.isNaN(takeover)) {
                continue; // the old leader took it back: those runs have no row
            }
            add(values, "another candidate leads, after the fault", takeover);
            add(
                    values,
                    "another candidate leads, after the last renewal",
                    takeover + trial.faultAt - trial.lastRenewal());
            add(values, "old leader's work ends, after its last renewal", trial.oldEnd() - trial.lastRenewal());
            if (fault == ElectionFault.STOP || fault == ElectionFault.STOP_TERM_RELEASE) {
                add(values, "old leader's work ends, after SIGCONT", trial.oldEnd() - trial.pauseEnd());
            }
            add(values, "both work", trial.overlap());
        }
        Map<String, double[]> arrays = new LinkedHashMap<>();
        values.forEach((quantity, list) -> arrays.put(
                quantity, list.stream().mapToDouble(Double::doubleValue).toArray()));
        return arrays;
    }

    private static void add(Map<String, List<Double>> values, String quantity, double value) {
        if (!Double.isNaN(value)) {
            values.computeIfAbsent(quantity, q -> new ArrayList<>()).add(value);
        }
    }

    @Test
    void predictedAgreesWithMeasured() {
        Map<String, Map<String, double[]>> known = new LinkedHashMap<>();
        StringBuilder table = new StringBuilder(
                "| row | setup | fault | quantity | rule | measured min/median/max | predicted min/median/max | agrees |\n"
                        + "|---|---|---|---|---|---|---|---|\n");
        List<String> surprises = new ArrayList<>();
        int agreeing = 0;
        List<Row> rows = rows();
        for (Row row : rows) {
            Map<String, double[]> simulated = known.computeIfAbsent(
                    row.setup + row.fault, k -> row.setup.startsWith("client-go") ? simulate(row) : Map.of());
            double[] predicted = row.setup.startsWith("client-go")
                    ? simulated.getOrDefault(row.quantity, new double[0])
                    : ApiserverWithoutQuorum.answers(row.fault);
            boolean agrees = predicted.length > 0 && Agreement.holds(row.rule, row.values, predicted);
            agreeing += agrees ? 1 : 0;
            table.append(line(row, predicted, agrees));
            if (agrees == DISAGREEING.containsKey(row.id)) {
                surprises.add(line(row, predicted, agrees));
            }
        }
        table.append('\n').append(agreeing).append(" of ").append(rows.size()).append(" rows agree.\n");
        DISAGREEING.forEach((id, why) ->
                table.append("- ").append(id).append(": ").append(why).append('\n'));
        publish(table.toString());
        assertThat(surprises).isEmpty();
    }

    private static Map<String, double[]> simulate(Row row) {
        return simulate(ElectionFault.of(row.fault), row.setup.contains("build 20") ? ClientGo.V0_20 : ClientGo.V0_36);
    }

    private static String line(Row row, double[] predicted, boolean agrees) {
        return "| " + row.id + " | " + row.setup + " | " + row.fault + " | " + row.quantity + " | " + row.rule + " | "
                + three(row.values) + " | " + three(predicted) + " | " + (agrees ? "yes" : "**no**") + " |\n";
    }

    private static String three(double[] values) {
        if (values.length == 0) {
            return "-";
        }
        double[] s = Agreement.sorted(values);
        return String.format(Locale.ROOT, "%.2f / %.2f / %.2f", s[0], Agreement.median(s), s[s.length - 1]);
    }

    @SuppressWarnings("SystemOut")
    private static void publish(String table) {
        System.out.println(table);
        try {
            Files.createDirectories(Path.of("target"));
            Files.writeString(Path.of("target/calibration-kubernetes.md"), table, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theTakeoversDistributionIsThatOfTheTwoLoops() {
        assertDistribution(ClientGo.V0_36);
    }

    @Test
    @Tag("soak")
    void theOldBuildsTooIsThatOfTheTwoLoops() {
        assertDistribution(ClientGo.V0_20);
    }

    private static void assertDistribution(ClientGo build) {
        double[] quantiles = lines("client-go-takeover-quantiles.csv").stream()
                .mapToDouble(l -> Double.parseDouble(l.substring(l.indexOf(',') + 1)))
                .toArray();
        double[] takeovers = new double[1_000];
        for (int seed = 0; seed < takeovers.length; seed++) {
            ElectionTrial trial = new ElectionTrial(10_000 + seed, Worker.Flags.of(build, false));
            trial.kill(trial.leader);
            trial.run(26);
            takeovers[seed] = trial.takeover() + trial.faultAt - trial.lastRenewal();
        }
        double distance = Agreement.distance(takeovers, quantiles);
        double[] sorted = Agreement.sorted(takeovers);
        publishLine(String.format(
                Locale.ROOT,
                "client-go %s: takeover after the last renewal over 1,000 seeds: KS distance %.4f; p05 %.2f, median"
                        + " %.2f, p95 %.2f",
                build.version(),
                distance,
                Agreement.quantile(sorted, 0.05),
                Agreement.median(sorted),
                Agreement.quantile(sorted, 0.95)));
        assertThat(distance).isLessThan(0.06);
    }

    private static void publishLine(String line) {
        System.out.println(line);
    }
}
