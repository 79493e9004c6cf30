package dev.quorate.cli;

import dev.quorate.experiment.Replication;
import dev.quorate.report.Manifest;
import dev.quorate.report.ResultsFolder;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.TraceWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a run again from what it wrote down, and compares the traces byte for byte. */
@Command(
        name = "replay",
        header = "Run a run again: 'identical', or where it first differs.",
        footer = {"", "Exit codes: 0 identical, 1 it differs"})
final class ReplayCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        ResultsFolder folder = run.folder(console);
        Manifest manifest = folder.manifest();
        Scenario scenario = ScenarioParser.parseText(
                        folder.path().resolve("scenario.conf").toString(), folder.scenario(), ParseOptions.NONE)
                .scenario();
        Path again = Files.createTempFile("quorate-replay-", ".jsonl");
        try {
            boolean heals = manifest.replay().endsWith(" --heal");
            Replication replication =
                    Replication.of(Simulation.of(scenario).seed(manifest.seed()).heals(heals));
            try (DrivenSystem system = DrivenSystem.create();
                    TraceWriter writer = TraceWriter.to(again, replication.header())) {
                replication.run(system, writer);
            }
            String difference = firstDifference(folder.path().resolve("events.jsonl"), again);
            tell(folder, manifest, difference);
            return difference.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
        } finally {
            Files.deleteIfExists(again);
        }
    }

    private void tell(ResultsFolder folder, Manifest manifest, String difference) throws IOException {
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("run", folder.path().toString());
            json.put("identical", difference.isEmpty());
            json.put("difference", difference);
            JsonOut.print(console.out(), json);
        } else if (difference.isEmpty()) {
            console.out().println("identical: " + folder.path().resolve("events.jsonl"));
        } else {
            console.out().println("differs: " + difference);
            console.out()
                    .println("It was made by version " + manifest.version() + " on Java " + manifest.jdk()
                            + "; this is version " + QuorateCommand.Version.text() + " on Java " + Runtime.version());
        }
    }

    private static String firstDifference(Path before, Path now) throws IOException {
        if (Files.mismatch(before, now) < 0) {
            return "";
        }
        try (BufferedReader a = Files.newBufferedReader(before);
                BufferedReader b = Files.newBufferedReader(now)) {
            for (long line = 1; ; line++) {
                @Nullable String was = a.readLine();
                @Nullable String is = b.readLine();
                if (was == null || is == null || !was.equals(is)) {
                    return "line " + line + "\n  was: " + (was == null ? "(the end)" : was) + "\n  is:  "
                            + (is == null ? "(the end)" : is);
                }
            }
        }
    }
}
