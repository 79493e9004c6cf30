package dev.quorate.model.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was measured on real daemons beside what the bench predicts, row by row. */
class PacemakerCalibrationTest {

    /** Rows that do not agree, each with the reason. */
    private static final Map<String, String> DISAGREE = new TreeMap<>();

    private static final String LOADED =
            "no: measured at a load of 15 to 19 on two cores (corosync-pacemaker.json, load), with tails that a quiet"
                    + " machine does not have";
    private static final String REASK =
            "no: the DC slept its second in 3 of 3, at a load of 15 to 19; nothing of 2.1.5's source makes it certain,"
                    + " and a kill of the controller alone was answered in 0.2 to 0.3 s";

    static {
        DISAGREE.put("pace-051", LOADED);
        DISAGREE.put("pace-052", LOADED);
        DISAGREE.put("pace-055", LOADED);
        DISAGREE.put("pace-056", LOADED);
        DISAGREE.put("pace-057", LOADED);
        DISAGREE.put("pace-176", REASK);
        DISAGREE.put("pace-177", REASK);
    }

    @Test
    @Tag("soak")
    void measuredRowsAgreeOverTwoHundredSeeds() throws IOException {
        Map<String, Map<String, List<Double>>> simulated = simulate(Integer.getInteger("calibration.seeds", 200));
        StringBuilder table = new StringBuilder("| row | fault | quantity | measured min/median/max |"
                + " predicted min/median/max | n | p | agrees |\n|---|---|---|---|---|---|---|---|\n");
        List<String> wrong = new ArrayList<>();
        int agreeing = 0;
        for (MeasuredRow row : MeasuredRow.all()) {
            List<Double> values = simulated.get(row.fault()).getOrDefault(row.quantity(), List.of());
            boolean agrees = row.agrees(values);
            table.append(line(row, values, agrees));
            agreeing += agrees ? 1 : 0;
            if (!agrees && !DISAGREE.containsKey(row.id())) {
                wrong.add(row.id() + " " + row.fault() + ": " + row.quantity());
            }
        }
        System.out.println(table);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/calibration-pacemaker.md"), table);
        System.out.println(agreeing + " of " + MeasuredRow.all().size() + " rows agree");
        assertThat(wrong).isEmpty();
        isBimodal(simulated.get("f_part1|23_stop_v2").get("VIP on both nodes (negative: gap)"));
    }

    /** With the DC in the majority both modes occur, an instant and about a second, and nothing between. */
    private static void isBimodal(List<Double> overlaps) {
        long none = overlaps.stream().filter(ms -> ms < 450).count();
        long second = overlaps.stream().filter(ms -> ms > 650 && ms < 1_550).count();
        System.out.println("overlap " + none + " times about 0, " + second + " times about 1 s");
        assertThat(none).isGreaterThan(overlaps.size() / 10);
        assertThat(second).isGreaterThan(overlaps.size() / 10);
        assertThat(none + second).isGreaterThanOrEqualTo(overlaps.size() * 19 / 20);
    }

    @Test
    void noDuplicateWhereNoneWasMeasured() {
        Map<String, Map<String, List<Double>>> simulated = simulate(3);
        for (MeasuredRow row : MeasuredRow.all()) {
            if (row.rule().equals("zero")) {
                assertThat(simulated.get(row.fault()).get(row.quantity()))
                        .as(row.fault())
                        .allMatch(value -> value == 0);
            }
        }
    }

    private static Map<String, Map<String, List<Double>>> simulate(int seeds) {
        Map<String, Map<String, List<Double>>> simulated = new TreeMap<>();
        for (MeasuredFault fault : MeasuredFault.all()) {
            Map<String, List<Double>> quantities = new TreeMap<>();
            for (long seed = 1; seed <= seeds; seed++) {
                fault.run(seed)
                        .forEach((quantity, value) -> quantities
                                .computeIfAbsent(quantity, q -> new ArrayList<>())
                                .add(value));
            }
            quantities.values().forEach(Collections::sort);
            simulated.put(fault.code(), quantities);
        }
        return simulated;
    }

    private static String line(MeasuredRow row, List<Double> simulated, boolean agrees) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %d | %.3f | %s |%n",
                row.id(),
                row.fault().replace("|", "\\|"),
                row.quantity(),
                summary(row.values()),
                summary(simulated),
                simulated.size(),
                simulated.isEmpty() ? 0 : row.rankTest(simulated),
                agrees ? "yes" : DISAGREE.getOrDefault(row.id(), "NO"));
    }

    private static String summary(List<Double> sorted) {
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.0f / %.0f / %.0f",
                        sorted.get(0),
                        MeasuredRow.median(sorted),
                        sorted.get(sorted.size() - 1));
    }
}
