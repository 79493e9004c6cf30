package dev.quorate.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.quorate.experiment.Replication;
import dev.quorate.experiment.Shrinker;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each caught bug's shrunk plan breaks its rule on the mutant, and holds on the true model. */
class PlantedBugsTest {

    private static final Path PLANS = Path.of("src/test/resources/planted");

    /** Bugs that no hunt has caught yet. */
    private static final List<String> MISSED = List.of(
            "raft-commits-older-terms-by-counting", "raft-acknowledges-before-the-disk", "ring-number-not-raised");

    private static Greenhouse greenhouse;
    private static DrivenSystem system;

    @BeforeAll
    static void open() {
        greenhouse = Greenhouse.open();
        system = DrivenSystem.create();
    }

    @AfterAll
    static void close() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void thereAreFortyBugsOrMoreAndEachIsCaughtOrListedAsMissed() {
        List<String> names = Bugs.all().stream().map(Bug::name).toList();
        assertThat(names).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
        TreeSet<String> accounted = new TreeSet<>(plans());
        accounted.addAll(MISSED);
        assertThat(accounted).containsExactlyInAnyOrderElementsOf(new TreeSet<>(names));
    }

    @TestFactory
    Stream<DynamicTest> theShrunkPlanBreaksTheMutantAndTheTrueModelHolds() {
        return plans().stream()
                .map(name -> dynamicTest(name, () -> {
                    String text = Files.readString(PLANS.resolve(name + ".conf"));
                    assertThat(greenhouse.ask("replay " + name + "\n" + text)).startsWith("violated");
                    Scenario scenario = ScenarioParser.parseText(name, text, ParseOptions.NONE)
                            .scenario();
                    RunOutcome truth = Replication.of(Simulation.of(scenario)).run(system);
                    String rule = scenario.expectations().get(0).key();
                    assertThat(Shrinker.brokenBy(truth, rule)).isEmpty();
                }));
    }

    @Test
    void dormantBugsChangeNothing() throws Exception {
        String text = Files.readString(PLANS.resolve(plans().get(0) + ".conf"));
        RunOutcome truth = Replication.of(Simulation.of(ScenarioParser.parseText("plan", text, ParseOptions.NONE)
                        .scenario()))
                .run(system);
        assertThat(greenhouse.ask("replay none\n" + text)).endsWith(truth.traceHash());
    }

    /** The table: bug, caught by, runs, seconds, faults of the shrunk plan. Plans go to target/planted. */
    @Tag("soak")
    @Test
    void everyBugIsHunted() throws IOException {
        double seconds = Double.parseDouble(System.getProperty("planted.seconds", "60"));
        String only = System.getProperty("planted.only", "");
        Path found = Path.of("target/planted");
        Files.createDirectories(found);
        List<String> table = new ArrayList<>(List.of(
                "Seen " + LocalDate.now(ZoneOffset.UTC) + ", JDK "
                        + Runtime.version().feature() + ", seconds of CPU of one thread, at most " + seconds
                        + " for each bug",
                "",
                "| bug | caught by | runs | s | faults |",
                "|---|---|---|---|---|"));
        int caught = 0;
        int hunted = 0;
        for (Bug bug : Bugs.all()) {
            if (!only.isEmpty() && !List.of(only.split(",")).contains(bug.name())) {
                continue;
            }
            String answer = greenhouse.ask("hunt " + bug.name() + " " + seconds + " 100000");
            int end = answer.indexOf('\n') + 1;
            table.add(answer.substring(0, end).trim());
            hunted++;
            if (end < answer.length()) {
                caught++;
                Files.writeString(found.resolve(bug.name() + ".conf"), answer.substring(end));
            }
            Files.write(found.resolve("table.md"), table);
        }
        assertThat(caught).as("%s", String.join("\n", table)).isGreaterThanOrEqualTo(hunted * 38 / 40);
    }

    private static List<String> plans() {
        try (Stream<Path> files = Files.list(PLANS)) {
            return files.map(file -> file.getFileName().toString().replace(".conf", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
