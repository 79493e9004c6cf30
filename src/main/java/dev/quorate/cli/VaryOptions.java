package dev.quorate.cli;

import dev.quorate.outcome.SweepOutcome.Axis;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that vary settings: a list of values, or the frontier between two. */
final class VaryOptions {

    /** More combinations than that are a mistake. */
    private static final int MOST = 2_000;

    @Option(
            names = "--vary",
            paramLabel = "PATH=A,B,C",
            description = "Run the campaign for each of these values. Several multiply; PATH+PATH=A,B sets two alike.")
    private List<String> vary = new ArrayList<>();

    @Option(
            names = "--frontier",
            paramLabel = "PATH=A..B",
            description =
                    "Bisect between two values for the one at which the rule starts to break; for each combination of"
                            + " --vary.")
    private Optional<String> frontier = Optional.empty();

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            description = "The rule that a sweep or frontier is about. Default: single-acting-leader.")
    private String rule = "single-acting-leader";

    @Option(names = "--within", paramLabel = "P%", description = "How near a frontier is to be found. Default: 1%%.")
    private String within = "1%";

    /** One combination of values and the scenario that it makes. */
    record Combination(List<String> values, ParsedScenario parsed) {
        Scenario scenario() {
            return parsed.scenario();
        }

        String name(List<Axis> axes) {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < axes.size(); i++) {
                words.add(axes.get(i).label() + "=" + values.get(i));
            }
            return words.isEmpty() ? "as written" : String.join(" ", words);
        }
    }

    /** A number between two, with its unit. */
    record Span(String path, double from, double to, String unit) {
        String text(double value) {
            return java.math.BigDecimal.valueOf(value)
                            .round(new java.math.MathContext(6))
                            .toPlainString()
                    + unit;
        }
    }

    boolean isSweep() {
        return !vary.isEmpty();
    }

    boolean isFrontier() {
        return frontier.isPresent();
    }

    String rule() {
        return rule;
    }

    double within() {
        try {
            double share = Double.parseDouble(within.replace("%", "").strip()) / (within.contains("%") ? 100 : 1);
            if (share > 0 && share < 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new UserError("--within takes a share, as 1% or 0.01; was '" + within + "'");
    }

    List<Axis> axes() {
        List<Axis> axes = new ArrayList<>();
        for (String each : vary) {
            int equals = each.indexOf('=');
            List<String> values = equals < 1
                    ? List.of()
                    : List.of(each.substring(equals + 1).split(",")).stream()
                            .map(String::strip)
                            .filter(v -> !v.isEmpty())
                            .toList();
            if (values.isEmpty()) {
                throw new UserError(
                        "--vary takes PATH=A,B,C, as cluster.corosync.totem.token=1s,3s; was '" + each + "'");
            }
            axes.add(new Axis(each.substring(0, equals).strip(), values));
        }
        long count = 1;
        for (Axis axis : axes) {
            count *= axis.values().size();
            if (count > MOST) {
                throw new UserError("--vary makes more than " + MOST + " combinations; give fewer values");
            }
        }
        return axes;
    }

    /** Every combination read, or every problem of all of them. */
    List<Combination> combinations(
            List<Axis> axes, Path file, ScenarioOptions scenario, boolean cluster, Console console)
            throws ScenarioException {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of());
        for (Axis axis : axes) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> each : all) {
                for (String value : axis.values()) {
                    List<String> more = new ArrayList<>(each);
                    more.add(value);
                    longer.add(more);
                }
            }
            all = longer;
        }
        List<Combination> combinations = new ArrayList<>();
        List<ScenarioProblem> problems = new ArrayList<>();
        for (List<String> values : all) {
            try {
                combinations.add(
                        new Combination(values, scenario.readWith(file, settings(axes, values), cluster, console)));
            } catch (ScenarioException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return combinations;
    }

    /** The settings of a combination, as {@code --set} takes them. */
    static List<String> settings(List<Axis> axes, List<String> values) {
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            for (String path : axes.get(i).path().split("\\+")) {
                settings.add(path + "=" + values.get(i));
            }
        }
        return settings;
    }

    Span span() {
        String text = frontier.orElseThrow();
        java.util.regex.Matcher parts = java.util.regex.Pattern.compile(
                        "\\s*([^=\\s]+)\\s*=\\s*([0-9.]+?)([a-z%]*)\\.\\.([0-9.]+)([a-z%]*)\\s*")
                .matcher(text);
        if (!parts.matches() || (!parts.group(3).isEmpty() && !parts.group(3).equals(parts.group(5)))) {
            throw new UserError("--frontier takes PATH=A..B, as timeline.slow.rate=0.5..1 or"
                    + " cluster.kube-scheduler.leader-elect-retry-period=1s..5s; was '" + text + "'");
        }
        try {
            return new Span(
                    parts.group(1),
                    Double.parseDouble(parts.group(2)),
                    Double.parseDouble(parts.group(4)),
                    parts.group(5));
        } catch (NumberFormatException e) {
            throw new UserError("--frontier: '" + text + "' holds no two numbers", e);
        }
    }
}
