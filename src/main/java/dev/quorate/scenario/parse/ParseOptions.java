package dev.quorate.scenario.parse;

import java.nio.file.Path;
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

    public static final ParseOptions NONE = new ParseOptions(List.of(), Optional.empty(), List.of());

    public ParseOptions {
        overrides = List.copyOf(overrides);
        expectationNames = List.copyOf(expectationNames);
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
