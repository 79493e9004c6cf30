package dev.quorate.cli;

import dev.quorate.experiment.HuntOutcome;
import dev.quorate.experiment.Replication;
import dev.quorate.experiment.Shrinker;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.report.Manifest;
import dev.quorate.report.ResultsFolder;
import dev.quorate.report.RunReport;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.TraceWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shrinks what a hunt found and saves it: a scenario that stands alone, and the report on its run. */
final class HuntFinds {

    /**
     * One find.
     *
     * @param drawnFaults how many faults the plan had that was drawn
     * @param file the saved scenario
     * @param replay the command that breaks the rule again
     * @param seconds what shrinking took, for the person only
     */
    record Find(
            HuntOutcome.Rule rule,
            int drawnFaults,
            Shrinker.Shrunk shrunk,
            Path file,
            Path report,
            String replay,
            double seconds) {}

    private final Console console;
    private final ScenarioOptions options;
    private final Path hunted;
    private final boolean heal;
    private final List<Find> finds = new ArrayList<>();

    HuntFinds(Console console, ScenarioOptions options, Path hunted, boolean heal) {
        this.console = console;
        this.options = options;
        this.hunted = hunted;
        this.heal = heal;
    }

    List<Find> finds() {
        return finds;
    }

    /** Where finds of that file's hunts go. */
    static Path folder(Path results, Path hunted) {
        String name = String.valueOf(hunted.getFileName()).replaceFirst("\\.conf$", "");
        return results.resolve("hunts").resolve(ResultsFolder.slug(name));
    }

    /** Shrink the scenario and save what is left of it. */
    void save(HuntOutcome.Rule rule, Scenario found, Shrinker shrinker, Path results, double since)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Shrinker.Shrunk shrunk = shrinker.shrink(expecting(found, rule.name()), rule.name());
        double seconds = (System.nanoTime() - begin) / 1e9;
        Path folder = folder(results, hunted);
        Files.createDirectories(folder);
        Path file = folder.resolve(ResultsFolder.slug(rule.name()) + "-seed" + found.seed() + ".conf");
        String text = ScenarioWriter.write(shrunk.scenario());
        Files.writeString(file, text, StandardCharsets.UTF_8);
        String replay = "quorate run " + file + (heal ? " --heal" : "");
        Path report = ResultsWriter.target(
                folder,
                ResultsFolder.slug(rule.name()),
                "report",
                shrunk.scenario().seed());
        report(shrunk.scenario(), text, file, replay, report);
        finds.add(new Find(rule, found.timeline().size(), shrunk, file, report, replay, seconds));
        console.err()
                .println(String.format(
                        Locale.ROOT,
                        "%.1f s: %s shrunk from %d to %d faults in %d runs: %s",
                        since + seconds,
                        rule.name(),
                        found.timeline().size(),
                        shrunk.scenario().timeline().size(),
                        shrunk.runs(),
                        file));
        console.err().flush();
    }

    /** The scenario with nothing but this rule to hold; a limit that it was given stays. */
    private static Scenario expecting(Scenario scenario, String rule) {
        int dot = rule.indexOf('.');
        String name = dot < 0 ? rule : rule.substring(0, dot);
        String argument = dot < 0 ? "" : rule.substring(dot + 1);
        Wanted wanted = scenario.expectations().stream()
                .filter(each -> each.name().equals(name) && each.wanted() instanceof Wanted.Within)
                .map(Expectation::wanted)
                .findFirst()
                .orElse(new Wanted.Held());
        return scenario.withTitle(rule + " does not hold: " + scenario.title())
                .withExpectations(List.of(new Expectation(name, argument, wanted)));
    }

    private void report(Scenario scenario, String text, Path file, String replay, Path target) throws IOException {
        ParsedScenario parsed;
        try {
            parsed = ScenarioParser.parse(file, ScenarioOptions.parseOptions());
        } catch (ScenarioException e) {
            throw new IllegalStateException("a find was saved that cannot be read again: " + e.getMessage(), e);
        }
        Path partial = ResultsFolder.begin(target);
        Instant started = Instant.now();
        long begin = System.nanoTime();
        Replication replication = Replication.of(Simulation.of(scenario).heals(heal));
        List<TraceRecord> records = new ArrayList<>();
        RunOutcome outcome;
        try (DrivenSystem system = DrivenSystem.create();
                TraceWriter writer = TraceWriter.to(partial.resolve("events.jsonl"), replication.header())) {
            outcome = replication.run(system, writer.then(records::add));
        }
        RunReport report = RunReport.of(
                outcome,
                new Trace(replication.header(), records),
                ScenarioWriter.resolved(parsed),
                replay,
                List.of("Found by: quorate hunt " + hunted + options.words(scenario.seed())),
                NotModelled.lines());
        ResultsWriter.reproducible(report, partial);
        Manifest manifest = new Manifest(
                file.toString(),
                scenario.seed(),
                QuorateCommand.Version.text(),
                Runtime.version().toString(),
                RunCommand.sha256(text),
                outcome.traceHash(),
                (System.nanoTime() - begin) / 1_000_000,
                started.toString(),
                replay);
        ResultsWriter.rest(report, manifest, partial).forEach(console.err()::println);
        ResultsFolder.finish(target);
    }
}
