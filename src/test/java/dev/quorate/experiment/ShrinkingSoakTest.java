package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.outcome.Quantiles;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.StartMode;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.fault.FaultPlans;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.RandomStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random plans of ten faults and more that break a rule come home small, and fail again in new JVMs. */
@Tag("soak")
class ShrinkingSoakTest {

    private static final int PLANS = Integer.getInteger("shrinking.plans", 200);
    private static final int NEW_JVMS = Integer.getInteger("shrinking.jvms", 20);

    @Test
    void violatingPlansShrinkToAFewFaultsInSecondsAndFailAgain(@TempDir Path folder) throws Exception {
        List<Long> sizes = new ArrayList<>();
        List<Long> micros = new ArrayList<>();
        List<Long> hosts = new ArrayList<>();
        int again = 0;
        int minimal = 0;
        List<Path> files = new ArrayList<>();
        try (Shrinker shrinker = new Shrinker(Simulation::of, 1, 400);
                DrivenSystem system = DrivenSystem.create()) {
            for (long seed = 1; sizes.size() < PLANS; seed++) {
                Scenario crowd = crowd(seed);
                Optional<String> rule = broken(crowd, system);
                if (rule.isEmpty()) {
                    continue;
                }
                long begin = cpuMicros();
                Shrinker.Shrunk shrunk = shrinker.shrink(expecting(crowd, rule.get()), rule.get());
                micros.add(cpuMicros() - begin);
                sizes.add((long) shrunk.scenario().timeline().size());
                hosts.add((long) shrunk.scenario().topology().masters().size());
                minimal += shrunk.minimal() ? 1 : 0;
                Path file = folder.resolve("plan" + seed + ".conf");
                Files.writeString(file, ScenarioWriter.write(shrunk.scenario()));
                files.add(file);
                again += Shrinker.brokenBy(
                                        Replication.of(Simulation.of(ScenarioParser.parse(file)))
                                                .run(system),
                                        rule.get())
                                .isEmpty()
                        ? 0
                        : 1;
                report(sizes, micros, hosts, again, minimal);
            }
        }
        int anew = 0;
        for (int i = 0; i < Math.min(NEW_JVMS, files.size()); i++) {
            anew += exitCode(files.get(i * files.size() / Math.min(NEW_JVMS, files.size())), folder) == 1 ? 1 : 0;
        }
        System.out.println("in new JVMs: " + anew + " of " + Math.min(NEW_JVMS, files.size()) + " failed again");
        assertThat(again).isEqualTo(sizes.size());
        assertThat(anew).isEqualTo(Math.min(NEW_JVMS, files.size()));
        assertThat(new Quantiles(sizes).median()).isLessThanOrEqualTo(3);
        assertThat(new Quantiles(micros).median()).isLessThan(10_000_000);
    }

    private static void report(List<Long> sizes, List<Long> micros, List<Long> hosts, int again, int minimal) {
        System.out.printf(
                Locale.ROOT,
                "%d plans: median %d faults (most %d), %d 1-minimal, median %.1f s of CPU (longest %.1f), median %d"
                        + " masters, %d failed again%n",
                sizes.size(),
                new Quantiles(sizes).median(),
                new Quantiles(sizes).max(),
                minimal,
                new Quantiles(micros).median() / 1e6,
                new Quantiles(micros).max() / 1e6,
                new Quantiles(hosts).median(),
                again);
    }

    /** All threads': one shrinks, one judges. */
    private static long cpuMicros() {
        long nanos = 0;
        for (long thread : ManagementFactory.getThreadMXBean().getAllThreadIds()) {
            nanos += Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread));
        }
        return nanos / 1_000;
    }

    private static Scenario crowd(long seed) {
        Scenario calm = SmallClusters.of("three-masters")
                .withSeed(seed)
                .withDuration(Duration.ofMinutes(2))
                .withStart(StartMode.WARM, SteadyStart.FREE.warmUp(SteadyStart.SHORTEST));
        RandomStream random = RandomStream.of(seed);
        return calm.withTimeline(FaultPlans.draw(
                calm.topology(), FaultPlans.kinds(), 10 + random.nextInt(6), Duration.ofMinutes(1), random));
    }

    private static Optional<String> broken(Scenario scenario, DrivenSystem system) {
        RunOutcome outcome = Replication.unhashed(Simulation.of(scenario))
                .attempt(system, record -> {})
                .outcome();
        return outcome.broken().stream()
                .filter(result -> result.ruleClass() == RuleClass.ALWAYS)
                .map(VerdictResult::fullName)
                .findFirst();
    }

    private static Scenario expecting(Scenario scenario, String rule) {
        int dot = rule.indexOf('.');
        return scenario.withExpectations(List.of(new Expectation(
                dot < 0 ? rule : rule.substring(0, dot), dot < 0 ? "" : rule.substring(dot + 1), new Wanted.Held())));
    }

    private static int exitCode(Path file, Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "dev.quorate.cli.Main",
                        "run",
                        file.toString(),
                        "--out",
                        folder.resolve("out").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
