package dev.quorate.cli;

import dev.quorate.experiment.Replication;
import dev.quorate.outcome.Json;
import dev.quorate.outcome.JunitXml;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.SummaryJson;
import dev.quorate.report.Manifest;
import dev.quorate.report.Moment;
import dev.quorate.report.ResultsFolder;
import dev.quorate.report.RunReport;
import dev.quorate.report.TerminalReport;
import dev.quorate.report.TextStyle;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioProblem;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.MessageFile;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.TraceWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs scenarios once each: the verdict on the terminal, everything else in a results folder. */
@Command(
        name = "run",
        header = "Run scenarios once: verdicts, lanes, and a results folder with trace, charts and report.",
        footer = {
            "",
            "Exit codes: 0 every expectation met, 1 one was not, 2 not valid, 3 inconclusive, 70 a bug in Quorate"
        })
final class RunCommand implements Callable<Integer> {

    private static final DateTimeFormatter FOLDER_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** One run and where it went. */
    private record Done(Path file, RunReport report, Path folder, long wallMillis) {}

    private final Console console;

    @Mixin
    private final ScenarioOptions scenario = new ScenarioOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go. Default: results.")
    private Path out = Path.of("results");

    @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML of all runs there, too.")
    private Optional<Path> junit = Optional.empty();

    @Option(names = "--heal", description = "At the end undo every fault, and run on to see the cluster recover.")
    private boolean heal;

    @Option(
            names = "--messages",
            description = "Keep every message in messages.jsonl, not only those around what was found.")
    private boolean everyMessage;

    @Option(
            names = "--reference",
            hidden = true,
            description = "Write the reference result <DIR>/<scenario>/seed<N>: only what is the same when made again.")
    private boolean reference;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Scenario files, or directories of them.")
    private List<Path> files = new ArrayList<>();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        Map<Path, ParsedScenario> scenarios = read();
        List<RunOutcome> outcomes = new ArrayList<>();
        int code = ExitCode.OK;
        try (DrivenSystem system = DrivenSystem.create()) {
            for (Map.Entry<Path, ParsedScenario> each : scenarios.entrySet()) {
                Done done = run(each.getKey(), each.getValue(), system);
                outcomes.add(done.report().outcome());
                code = ExitCode.worst(code, done.report().outcome().exitCode());
                if (!output.isJson()) {
                    tell(done, scenarios.size() > 1);
                }
            }
        }
        if (junit.isPresent()) {
            Files.writeString(junit.get(), JunitXml.of(outcomes));
        }
        if (output.isJson()) {
            console.out().print(json(outcomes));
        }
        return code;
    }

    /** Every scenario, or every problem of all of them. */
    private Map<Path, ParsedScenario> read() throws IOException, ScenarioException {
        List<ScenarioProblem> problems = new ArrayList<>();
        Map<Path, ParsedScenario> scenarios = new LinkedHashMap<>();
        for (Path file : ScenarioFiles.find(files, console)) {
            try {
                scenarios.put(file, scenario.read(file, console));
            } catch (ScenarioException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return scenarios;
    }

    private Done run(Path file, ParsedScenario parsed, DrivenSystem system) throws IOException {
        Scenario what = parsed.scenario();
        Path results = results();
        String name = nameOf(file);
        Instant started = Instant.now();
        Path target = reference
                ? results.resolve(ResultsFolder.slug(name)).resolve("seed" + what.seed())
                : ResultsWriter.target(results, name, FOLDER_TIME.format(started), what.seed());
        Path partial = ResultsFolder.begin(target);
        long begin = System.nanoTime();
        MessageBuffer heard = new MessageBuffer(everyMessage);
        Simulation simulation = Simulation.of(what).heals(heal);
        Replication replication = Replication.of(reference ? simulation : simulation.messages(heard));
        List<TraceRecord> records = new ArrayList<>();
        RunOutcome outcome;
        if (reference) {
            outcome = replication.run(system, records::add);
        } else {
            try (TraceWriter writer = TraceWriter.to(partial.resolve("events.jsonl"), replication.header())) {
                outcome = replication.run(system, writer.then(records::add));
            }
        }
        long wallMillis = (System.nanoTime() - begin) / 1_000_000;
        String resolved = ScenarioWriter.resolved(parsed);
        String replay = "quorate run " + file + scenario.words(what.seed()) + (heal ? " --heal" : "");
        RunReport report = RunReport.of(
                outcome,
                new Trace(replication.header(), records),
                resolved,
                replay,
                what.teaches(),
                NotModelled.lines());
        report = report.withMessages(heard.kept(Moment.of(report)));
        ResultsWriter.reproducible(report, partial);
        if (!reference) {
            Manifest manifest = new Manifest(
                    file.toString(),
                    what.seed(),
                    QuorateCommand.Version.text(),
                    Runtime.version().toString(),
                    sha256(resolved),
                    outcome.traceHash(),
                    wallMillis,
                    started.toString(),
                    replay);
            MessageFile.write(partial.resolve("messages.jsonl"), report.messages());
            ResultsWriter.rest(report, manifest, partial).forEach(console.err()::println);
        }
        Path folder = ResultsFolder.finish(target).path();
        if (!reference) {
            ResultsFolder.latest(results, folder);
        }
        return new Done(file, report, folder, wallMillis);
    }

    /** {@code results} here; Quorate's own when that exists and this folder has none. */
    private Path results() {
        return out.equals(Path.of("results")) ? RunOptions.results(console) : out;
    }

    private void tell(Done done, boolean several) {
        TextStyle style = TextStyle.of(console.charset(), output.isColoured(console), 100);
        RunOutcome outcome = done.report().outcome();
        if (several && outcome.passed()) {
            console.out().println("ok    " + done.file() + ": " + outcome.title());
            return;
        }
        if (several) {
            console.out().println((outcome.exitCode() == ExitCode.FINDING ? "FAILED " : "UNDECIDED ") + done.file());
        }
        String timing = Spread.words(java.time.Duration.ofNanos(outcome.end().micros() * 1_000)) + " simulated in "
                + String.format(Locale.ROOT, "%.1f s", done.wallMillis() / 1e3);
        console.out().print(TerminalReport.of(done.report(), style, timing));
        console.out().println();
        boolean latest = !reference && !several && out.equals(Path.of("results"));
        console.out().println("why:   quorate explain " + (latest ? "latest" : done.folder()));
        console.out().println("look:  " + done.folder().resolve(reference ? "timeline.txt" : "report.html"));
        console.out().flush();
    }

    private static String json(List<RunOutcome> outcomes) {
        if (outcomes.size() == 1) {
            return SummaryJson.of(outcomes.get(0));
        }
        return Json.text(json -> {
            json.writeStartArray();
            for (RunOutcome outcome : outcomes) {
                SummaryJson.write(outcome, json);
            }
            json.writeEndArray();
        });
    }

    static String nameOf(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.conf$", "");
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
