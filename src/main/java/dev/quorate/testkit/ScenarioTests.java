package dev.quorate.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.quorate.experiment.Replication;
import dev.quorate.metric.Metric;
import dev.quorate.outcome.ExpectationOutcome;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioFiles;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.verdict.Verdict;
import dev.quorate.verdict.Verdicts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Scenario files as tests, for a {@code @TestFactory}: {@code return ScenarioTests.in(Path.of("src/test/scenarios"))}.
 */
public final class ScenarioTests {

    private ScenarioTests() {}

    /**
     * A test for every scenario in that folder and below: its expectations are met with its own seed.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Stream<DynamicTest> in(Path folder) {
        List<Path> files;
        try {
            files = ScenarioFiles.find(List.of(folder));
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no scenario (a file ending in .conf) in " + folder);
        }
        return files.stream()
                .map(file -> dynamicTest(folder.relativize(file).toString(), file.toUri(), () -> check(file)));
    }

    private static void check(Path file) throws ScenarioException {
        Scenario scenario = ScenarioParser.parse(file, ParseOptions.NONE.expectationNames(names()))
                .scenario();
        RunOutcome outcome;
        try (DrivenSystem system = DrivenSystem.create()) {
            outcome = Replication.of(Simulation.of(scenario)).run(system);
        }
        List<String> unmet = new ArrayList<>();
        for (ExpectationOutcome each : outcome.expectations()) {
            if (each.state() != ExpectationOutcome.State.MET) {
                unmet.add(each.name() + " expected " + each.expected() + ", was " + each.found() + ": " + each.note());
            }
        }
        if (!unmet.isEmpty()) {
            throw new AssertionError("'" + scenario.title() + "' with seed " + scenario.seed() + ":\n  "
                    + String.join("\n  ", unmet) + "\nagain:  quorate run " + file);
        }
    }

    private static List<String> names() {
        List<String> names =
                new ArrayList<>(Verdicts.all().stream().map(Verdict::name).toList());
        for (Metric metric : Metric.values()) {
            names.add(metric.spelling().replaceFirst("\\..*", ""));
        }
        return names;
    }
}
