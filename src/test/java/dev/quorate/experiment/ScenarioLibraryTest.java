package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.quorate.outcome.ExpectationOutcome;
import dev.quorate.outcome.ExpectationOutcome.State;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.fault.FaultCatalog;
import dev.quorate.scenario.parse.ScenarioFiles;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.verdict.Verdict;
import dev.quorate.verdict.Verdicts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The library together shows every fault, rule and line; over many seeds every scenario shows what it says.
 *
 * <p>With its own seed each is run by the test of the reference results.
 */
class ScenarioLibraryTest {

    private static final Path FOLDER = Path.of("scenarios").toAbsolutePath();

    private static final int MANY = 20;

    private static final int PAIR_SEEDS = 200;

    /** Kinds of faults that no scenario uses: none. */
    private static final List<String> UNUSED_FAULTS = List.of();

    /** Rules that no scenario expects anything of: none. */
    private static final List<String> UNUSED_VERDICTS = List.of();

    private static final Pattern LINE = Pattern.compile("S(\\d+)( to S(\\d+))?");

    private static TreeMap<String, Scenario> library;
    private static DrivenSystem system;

    @BeforeAll
    static void read() throws Exception {
        library = new TreeMap<>();
        for (Path file : ScenarioFiles.find(List.of(FOLDER))) {
            library.put(FOLDER.relativize(file).toString().replace(".conf", ""), ScenarioParser.parse(file));
        }
        system = DrivenSystem.create();
    }

    @AfterAll
    static void close() {
        system.close();
    }

    @Tag("soak")
    @TestFactory
    Stream<DynamicTest> everyScenarioShowsWhatItSaysOverManySeeds() {
        return library.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> showsWhatItSays(entry.getValue(), MANY)));
    }

    private static void showsWhatItSays(Scenario scenario, int more) {
        TreeMap<String, Integer> violated = new TreeMap<>();
        for (int i = 0; i <= more; i++) {
            Scenario seeded = scenario.withSeed(scenario.seed() + i);
            for (ExpectationOutcome outcome :
                    Replication.unhashed(Simulation.of(seeded)).run(system).expectations()) {
                assertThat(outcome.state())
                        .as(
                                "seed %s: %s expected %s, was %s: %s",
                                seeded.seed(), outcome.name(), outcome.expected(), outcome.found(), outcome.note())
                        .isEqualTo(State.MET);
                violated.merge(outcome.name(), outcome.found().equals("violated") ? 1 : 0, Integer::sum);
            }
        }
        if (more >= MANY) {
            scenario.expectations().forEach(expectation -> judgeShare(expectation, violated, more + 1));
        }
    }

    /** What a scenario holds and its pair violates is what the one line between them protects. */
    @Tag("soak")
    @TestFactory
    Stream<DynamicTest> everyProtectionHoldsOverTwoHundredSeeds() {
        return library.entrySet().stream()
                .filter(entry -> !protectedRules(entry.getKey()).isEmpty())
                .map(entry -> dynamicTest(
                        entry.getKey() + " holds " + protectedRules(entry.getKey()),
                        () -> holds(entry.getValue(), protectedRules(entry.getKey()))));
    }

    private static TreeSet<String> protectedRules(String name) {
        Scenario scenario = library.get(name);
        TreeSet<String> rules = new TreeSet<>();
        library.forEach((other, pair) -> {
            if (pair.pair().equals(Optional.of(name)) || scenario.pair().equals(Optional.of(other))) {
                scenario.expectations().stream()
                        .filter(own -> own.wanted() instanceof Wanted.Held)
                        .map(Expectation::key)
                        .filter(key -> pair.expectations().stream()
                                .anyMatch(its -> its.key().equals(key)
                                        && (its.wanted() instanceof Wanted.Violated
                                                || its.wanted() instanceof Wanted.ViolatedIn)))
                        .forEach(rules::add);
            }
        });
        return rules;
    }

    private static void holds(Scenario scenario, TreeSet<String> rules) {
        for (long seed = scenario.seed(); seed < scenario.seed() + PAIR_SEEDS; seed++) {
            for (ExpectationOutcome outcome : Replication.unhashed(Simulation.of(scenario.withSeed(seed)))
                    .run(system)
                    .expectations()) {
                if (rules.contains(outcome.name())) {
                    assertThat(outcome.state())
                            .as("seed %s: %s was %s: %s", seed, outcome.name(), outcome.found(), outcome.note())
                            .isEqualTo(State.MET);
                }
            }
        }
    }

    /** A share is judged over many seeds only: of a few it says nothing. */
    private static void judgeShare(Expectation expectation, TreeMap<String, Integer> violated, int runs) {
        if (expectation.wanted() instanceof Wanted.ViolatedIn share) {
            double ratio = (double) violated.getOrDefault(expectation.key(), 0) / runs;
            assertThat(ratio)
                    .as("share of seeds in which %s is violated", expectation.key())
                    .isBetween(share.fromRatio(), share.toRatio());
        }
    }

    @Test
    void thereAreThirtyScenariosOrMoreAndEachHasAPair() {
        assertThat(library).hasSizeGreaterThanOrEqualTo(30);
        library.forEach((name, scenario) -> assertThat(scenario.pair())
                .as("pair of %s", name)
                .hasValueSatisfying(pair -> assertThat(library.keySet()).contains(pair)));
    }

    @Test
    void everyScenarioExpectsSomethingAndTeachesThreeThings() {
        library.forEach((name, scenario) -> {
            assertThat(scenario.expectations()).as("expectations of %s", name).isNotEmpty();
            assertThat(scenario.teaches()).as("teaches of %s", name).hasSize(3);
        });
    }

    @Test
    void everyLineOfTheHowToIsNamed() {
        TreeSet<Integer> named = new TreeSet<>();
        for (Scenario scenario : library.values()) {
            TreeSet<Integer> own = new TreeSet<>();
            scenario.teaches().forEach(line -> collect(line, own));
            assertThat(own).as("lines that '%s' names", scenario.title()).isNotEmpty();
            named.addAll(own);
        }
        for (int line = 1; line <= 22; line++) {
            assertThat(named).contains(line);
        }
    }

    private static void collect(String text, TreeSet<Integer> lines) {
        Matcher matcher = LINE.matcher(text);
        while (matcher.find()) {
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(3) == null ? from : Integer.parseInt(matcher.group(3));
            for (int line = from; line <= to; line++) {
                lines.add(line);
            }
        }
    }

    @Test
    void everyKindOfFaultIsUsedOrListedAsUnused() {
        TreeSet<String> unused = new TreeSet<>();
        FaultCatalog.kinds().forEach(kind -> unused.add(kind.keyword()));
        for (Scenario scenario : library.values()) {
            scenario.timeline()
                    .forEach(fault -> unused.remove(
                            FaultCatalog.of(fault.fault().getClass()).keyword()));
        }
        assertThat(unused).containsExactlyInAnyOrderElementsOf(UNUSED_FAULTS);
    }

    @Test
    void everyRuleIsUsedOrListedAsUnused() {
        TreeSet<String> unused = new TreeSet<>();
        Verdicts.all().stream().map(Verdict::name).forEach(unused::add);
        library.values().stream()
                .flatMap(scenario -> scenario.expectations().stream())
                .forEach(expectation -> unused.remove(expectation.name()));
        assertThat(unused).containsExactlyInAnyOrderElementsOf(UNUSED_VERDICTS);
    }
}
