package dev.quorate.scenario.parse;

import dev.quorate.scenario.Scenario;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A scenario with where its values come from.
 *
 * @param origins path to {@code file: line}; what is missing is a default
 * @param files every file that was read, the scenario's own first
 */
public record ParsedScenario(Scenario scenario, SortedMap<String, String> origins, List<String> files) {

    public ParsedScenario {
        origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
        files = List.copyOf(files);
    }

    /** A scenario that was made by code. */
    public static ParsedScenario of(Scenario scenario) {
        return new ParsedScenario(scenario, new TreeMap<>(Map.of()), List.of());
    }
}
