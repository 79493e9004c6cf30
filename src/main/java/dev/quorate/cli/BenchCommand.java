package dev.quorate.cli;

import dev.quorate.experiment.Benchmark;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast this machine simulates. */
@Command(name = "bench", header = "Measure events a second and simulated time per second on this machine.")
final class BenchCommand implements Callable<Integer> {

    private static final Path CLUSTER = Path.of("scenarios/clusters/three-masters.conf");

    private final Console console;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long to measure each of the three, after as long a warm-up. Default: 10.")
    private int seconds = 10;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        if (seconds < 1 || seconds > 600) {
            throw new UserError("--seconds must be 1..600, was " + seconds);
        }
        Duration span = Duration.ofSeconds(seconds);
        progress("events through hosted machines that do nothing");
        Benchmark.Speed hosted = Benchmark.hostedEvents(span);
        progress("events of a bare priority queue");
        Benchmark.Speed bare = Benchmark.bareEvents(span);
        progress("the reference cluster, every rule judged");
        Benchmark.Speed cluster = Benchmark.simulated(reference(), span);
        double share = hosted.perCpuSecond() / bare.perCpuSecond();
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("hostedEventsPerSecond", hosted.perCpuSecond());
            json.put("bareQueueEventsPerSecond", bare.perCpuSecond());
            json.put("hostedShareOfBare", share);
            json.put("simulatedSecondsPerCpuSecond", cluster.perCpuSecond());
            json.put("simulatedSecondsPerWallSecond", cluster.perWallSecond());
            JsonOut.print(console.out(), json);
            return ExitCode.OK;
        }
        Table table = new Table();
        table.row("hosted machines that do nothing", rate(hosted.perCpuSecond()), "events a second of CPU");
        table.row("a bare priority queue", rate(bare.perCpuSecond()), "events a second of CPU");
        table.row("", String.format(Locale.ROOT, "%.2f", share), "of the bare queue's rate");
        table.row("three masters, every rule judged", rate(cluster.perCpuSecond()), "simulated s per second of CPU");
        table.row("", rate(cluster.perWallSecond()), "simulated s per second by the wall clock");
        table.print(console.out());
        return ExitCode.OK;
    }

    private Scenario reference() throws ScenarioException {
        Path file = console.find(CLUSTER);
        Scenario cluster = Files.exists(file)
                ? ScenarioParser.parseCluster(file, ParseOptions.NONE).scenario()
                : Scenario.calm("three masters", Duration.ofMinutes(20), 1);
        return cluster.withDuration(Duration.ofMinutes(20));
    }

    private void progress(String what) {
        if (console.errIsTerminal()) {
            console.err().println("measuring " + what + " ...");
        }
    }

    private static String rate(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
