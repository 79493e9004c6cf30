package dev.quorate.cli;

import dev.quorate.experiment.Cell;
import dev.quorate.experiment.Replication;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.report.Manifest;
import dev.quorate.report.RunReport;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs a campaign's worst seeds again and keeps them in full: each a result as {@code quorate run} writes it. */
final class WorstRuns {

    private WorstRuns() {}

    /** Write {@code <folder>/seed<N>/} for each seed; {@code home} is where the folder will be in the end. */
    static void write(Cell cell, List<Long> seeds, Path folder, Path home, Console console) throws IOException {
        if (seeds.isEmpty()) {
            return;
        }
        try (DrivenSystem system = DrivenSystem.create()) {
            for (long seed : seeds) {
                write(cell, seed, folder, home, system, console);
            }
        }
    }

    private static void write(Cell cell, long seed, Path folder, Path home, DrivenSystem system, Console console)
            throws IOException {
        Scenario scenario = cell.scenario(seed);
        Path run = folder.resolve("seed" + seed);
        Files.createDirectories(run);
        Instant started = Instant.now();
        long begin = System.nanoTime();
        boolean heals = cell.draw().heals();
        Replication replication = Replication.of(Simulation.of(scenario).heals(heals));
        List<TraceRecord> records = new ArrayList<>();
        RunOutcome outcome;
        try (TraceWriter writer = TraceWriter.to(run.resolve("events.jsonl"), replication.header())) {
            outcome = replication.run(system, writer.then(records::add));
        }
        String resolved = ScenarioWriter.resolved(ParsedScenario.of(scenario));
        String replay = "quorate run " + home.resolve("seed" + seed).resolve("scenario.conf") + " --seed " + seed
                + (heals ? " --heal" : "");
        RunReport report = RunReport.of(
                outcome,
                new Trace(replication.header(), records),
                resolved,
                replay,
                scenario.teaches(),
                NotModelled.lines());
        ResultsWriter.reproducible(report, run);
        Manifest manifest = new Manifest(
                "scenario.conf",
                seed,
                QuorateCommand.Version.text(),
                Runtime.version().toString(),
                RunCommand.sha256(resolved),
                outcome.traceHash(),
                (System.nanoTime() - begin) / 1_000_000,
                started.toString(),
                replay);
        ResultsWriter.rest(report, manifest, run, false).forEach(console.err()::println);
    }
}
