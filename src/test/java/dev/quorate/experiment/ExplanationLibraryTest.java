package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.report.Explanation;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.parse.ScenarioFiles;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every violation in the library goes back, by cause links alone, to the fault or mistake of its own file, and names
 * the setting in which its pair differs.
 */
class ExplanationLibraryTest {

    private static final Path FOLDER = Path.of("scenarios").toAbsolutePath();

    private static DrivenSystem system;

    @BeforeAll
    static void start() {
        system = DrivenSystem.create();
    }

    @AfterAll
    static void close() {
        system.close();
    }

    @TestFactory
    Stream<DynamicTest> everyViolationIsExplainedUpToItsRoot() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : ScenarioFiles.find(List.of(FOLDER))) {
            Scenario scenario = ScenarioParser.parse(file);
            if (scenario.expectations().stream().anyMatch(ExplanationLibraryTest::isViolation)) {
                tests.add(dynamicTest(FOLDER.relativize(file).toString(), () -> explainsEachViolation(scenario, file)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    @Test
    void aQuorumThatAPersonMadeIsSaid() throws Exception {
        Scenario scenario = ScenarioParser.parse(FOLDER.resolve("expected-votes-lowered.conf"));
        List<TraceRecord> records = new ArrayList<>();
        RunOutcome outcome = Replication.of(Simulation.of(scenario)).run(system, records::add);
        VerdictResult broken =
                RunOutcome.broken(outcome.resultsOf("single-vip-holder")).get(0);
        String said = Explanation.ofVerdict(new Trace(Replication.headerOf(scenario), records), broken)
                .orElseThrow()
                .text();
        assertThat(said)
                .contains("A person: operator sets expected votes to 1 at k8s-master01")
                .contains("corosync on k8s-master01 has quorum (1 of 1 votes, quorum 1)");
    }

    private static boolean isViolation(Expectation expectation) {
        return expectation.wanted() instanceof Wanted.Violated || expectation.wanted() instanceof Wanted.ViolatedIn;
    }

    private static void explainsEachViolation(Scenario scenario, Path file) throws Exception {
        List<TraceRecord> records = new ArrayList<>();
        RunOutcome outcome = Replication.of(Simulation.of(scenario)).run(system, records::add);
        Trace trace = new Trace(Replication.headerOf(scenario), records);
        TreeMap<String, ScheduledFault> timeline = new TreeMap<>();
        scenario.timeline().forEach(fault -> timeline.put(fault.id(), fault));
        TreeSet<String> mistakes = new TreeSet<>();
        timeline.values().stream().filter(ScheduledFault::mistake).forEach(fault -> mistakes.add(fault.id()));
        for (Expectation expectation : scenario.expectations()) {
            if (!isViolation(expectation)) {
                continue;
            }
            for (VerdictResult broken : RunOutcome.broken(outcome.resultsOf(expectation.key()))) {
                Explanation explanation = Explanation.ofVerdict(trace, broken).orElseThrow();
                String said = explanation.text();
                assertThat(explanation.sentences()).as(said).hasSizeLessThanOrEqualTo(Explanation.MOST);
                List<String> roots = explanation.roots().stream()
                        .map(root -> ((FaultInjected) root.event()).fault())
                        .toList();
                assertThat(timeline.keySet()).as(said).containsAll(roots);
                List<String> settings = differences(file, scenario, expectation);
                if (mistakes.isEmpty()) {
                    assertThat(explanation.settings())
                            .as("the setting that let it through%n%s", said)
                            .containsAll(settings);
                }
                if (roots.isEmpty()) {
                    // Broken before anything was done to it: a setting alone is the root.
                    assertThat(settings)
                            .as("roots of %s%n%s", broken.fullName(), said)
                            .isNotEmpty();
                    continue;
                }
                if (!mistakes.isEmpty()) {
                    assertThat(mistakes)
                            .as("a mistake is the first root%n%s", said)
                            .contains(roots.get(0));
                }
                TraceRecord root = explanation.roots().get(0);
                assertThat(explanation.sentences())
                        .as("the root is told%n%s", said)
                        .anyMatch(sentence -> sentence.event().equals(root.id()));
            }
        }
    }

    /** Settings in which the file differs from its pair, when that holds the rule with the same timeline. */
    private static List<String> differences(Path file, Scenario scenario, Expectation expectation) throws Exception {
        Path other = FOLDER.resolve(scenario.pair().orElse("") + ".conf");
        if (!Files.exists(other)) {
            return List.of();
        }
        Scenario pair = ScenarioParser.parse(other);
        boolean holds = pair.expectations().stream()
                .anyMatch(each -> each.key().equals(expectation.key()) && each.wanted() instanceof Wanted.Held);
        if (!holds || !pair.timeline().equals(scenario.timeline())) {
            return List.of();
        }
        Map<String, String> theirs = settings(other);
        List<String> different = new ArrayList<>();
        settings(file).forEach((path, value) -> {
            if (!value.equals(theirs.get(path))) {
                different.add(path);
            }
        });
        return different;
    }

    private static Map<String, String> settings(Path file) throws Exception {
        Map<String, String> settings = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf(" = ");
            if (line.startsWith("cluster.") && equals > 0) {
                settings.put(line.substring(0, equals), line.substring(equals + 3));
            }
        }
        return settings;
    }
}
