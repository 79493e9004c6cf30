package dev.quorate.scenario.parse;

import dev.quorate.metric.Metric;
import dev.quorate.verdict.Verdicts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes into a scenario beside its file.
 *
 * @param overrides {@code PATH=VALUE}, later ones win; {@code timeline.<id or number>.at=30s} reaches into the timeline
 * @param clusterFile stands in for the cluster file that the scenario includes
 * @param expectationNames rules and metrics that {@code expect} may name; any when empty
 */
public record ParseOptions(List<String> overrides, Optional<Path> clusterFile, List<String> expectationNames) {

    /** Nothing beside the file; {@code expect} may name every rule and metric there is. */
    public static final ParseOptions NONE = new ParseOptions(List.of(), Optional.empty(), known());

    public ParseOptions {
        overrides = List.copyOf(overrides);
        expectationNames = List.copyOf(expectationNames);
    }

    private static List<String> known() {
        List<String> names = new ArrayList<>();
        Verdicts.all().forEach(verdict -> names.add(verdict.name()));
        for (Metric metric : Metric.values()) {
            names.add(metric.spelling());
        }
        return names;
    }

    public ParseOptions overrides(List<String> other) {
        return new ParseOptions(other, clusterFile, expectationNames);
    }

    public ParseOptions clusterFile(Path file) {
        return new ParseOptions(overrides, Optional.of(file), expectationNames);
    }

    public ParseOptions expectationNames(List<String> names) {
        return new ParseOptions(overrides, clusterFile, names);
    }
}
