package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.outcome.RunOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.RandomStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same scenario and seed give the same trace: in one JVM, in several threads, in another JVM's locale and zone. */
class DeterminismTest {

    /** Half of the pairs run here twice; the build checks at least 200 pairs in all. */
    private static final int PAIRS = 200;

    private static final Path SCENARIOS = Path.of("scenarios").toAbsolutePath();

    private static List<Scenario> pairs;

    @BeforeAll
    static void drawPairs() throws Exception {
        List<Scenario> files = new ArrayList<>();
        try (var paths = Files.list(SCENARIOS)) {
            for (Path file :
                    paths.filter(p -> p.toString().endsWith(".conf")).sorted().toList()) {
                files.add(ScenarioParser.parse(file));
            }
        }
        RandomStream random = RandomStream.of(20_261_122);
        pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            Scenario scenario = random.pick(files).withSeed(random.nextLong(1_000_000));
            // Past the first faults, so that a pair costs little: most of them strike within the first half minute.
            pairs.add(scenario.withDuration(Duration.ofSeconds(35)));
        }
    }

    @Test
    void theSameSeedGivesTheSameTraceInOneThreadAndInSeveral() throws Exception {
        List<String> alone = hashes(pairs);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<List<String>>> halves = new ArrayList<>();
            halves.add(threads.submit(task(pairs.subList(0, PAIRS / 2))));
            halves.add(threads.submit(task(pairs.subList(PAIRS / 2, PAIRS))));
            List<String> together = new ArrayList<>();
            for (Future<List<String>> half : halves) {
                together.addAll(half.get());
            }
            assertThat(together).isEqualTo(alone);
        } finally {
            threads.shutdown();
        }
        assertThat(alone).doesNotHaveDuplicates();
    }

    @Test
    void anotherJvmWithAnotherLocaleAndTimeZoneGivesTheSameTrace() throws Exception {
        List<Scenario> few = pairs.subList(0, 8);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Duser.timezone=Asia/Kathmandu",
                        "-Dfile.encoding=ISO-8859-9",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeterminismTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).isZero();
        assertThat(printed.strip()
                        .lines()
                        .filter(line -> line.matches("[0-9a-f]{64}"))
                        .toList())
                .isEqualTo(hashes(few));
    }

    /** Prints the first pairs' hashes, for the test in the other JVM. */
    public static void main(String[] args) throws Exception {
        drawPairs();
        hashes(pairs.subList(0, 8)).forEach(System.out::println);
    }

    private static Callable<List<String>> task(List<Scenario> scenarios) {
        return () -> hashes(scenarios);
    }

    private static List<String> hashes(List<Scenario> scenarios) throws IOException {
        try (DrivenSystem system = DrivenSystem.create()) {
            List<String> hashes = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                RunOutcome outcome = Replication.of(Simulation.of(scenario)).run(system);
                hashes.add(outcome.traceHash());
            }
            return hashes;
        }
    }
}
