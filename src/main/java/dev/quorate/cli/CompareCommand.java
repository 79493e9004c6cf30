package dev.quorate.cli;

import dev.quorate.experiment.Cell;
import dev.quorate.experiment.Crew;
import dev.quorate.experiment.Study;
import dev.quorate.outcome.ComparisonOutcome;
import dev.quorate.report.Charts;
import dev.quorate.report.ComparisonDocument;
import dev.quorate.report.Document;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioProblem;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs several designs under the same faults and seeds, and says how they differ. */
@Command(
        name = "compare",
        header = "Compare designs under the same faults and seeds: a table for a decision record, and a sentence for"
                + " each.",
        description = {
            "",
            "Each FILE is a design: a cluster file, put under the faults of --under or --profile; or a scenario with a"
                    + " timeline of its own. Differences are taken seed by seed, to the first design.",
            ""
        },
        footer = {"", "Exit codes: 0 compared, 2 not valid, or it could not go on, 70 a bug in Quorate, 130 interrupted"
        })
final class CompareCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final ScenarioOptions scenario = new ScenarioOptions();

    @Mixin
    private final StudyOptions study = new StudyOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--under",
            paramLabel = "SCENARIO",
            description = "The scenario whose faults each design is put under.")
    private Optional<Path> under = Optional.empty();

    @Parameters(arity = "2..*", paramLabel = "FILE", description = "Designs: cluster files, or scenarios.")
    private List<Path> files = new ArrayList<>();

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException, IOException, InterruptedException {
        List<ParsedScenario> parsed = read();
        List<String> names = files.stream().map(RunCommand::nameOf).toList();
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            cells.add(Cell.of(names.get(i), parsed.get(i).scenario(), study.draw(console, false)));
        }
        Study all = new Study(cells, parsed.get(0).scenario().seed());
        String name = under.map(RunCommand::nameOf).orElse("designs");
        try (StudySession session = StudySession.begin(console, study, all, name, "compare");
                Crew crew = session.crew()) {
            StudySession.Finished finished = session.run(crew);
            if (finished.outcomes().isEmpty()) {
                return ExitCode.INTERRUPTED;
            }
            ComparisonOutcome outcome = ComparisonOutcome.of(names, finished.outcomes(), finished.rows());
            String title = under.isPresent() ? parsed.get(0).scenario().title() : "Designs compared";
            Document document = ComparisonDocument.of(outcome, title);
            Path folder = session.finish(finished, partial -> write(partial, parsed.get(0), outcome, document, title));
            console.out().print(output.isJson() ? outcome.json() : document.text());
            if (!output.isJson() && finished.complete()) {
                console.out().println("\npaste: " + folder.resolve("summary.md"));
                console.out().println("look:  " + folder.resolve("report.html"));
            }
            return finished.complete() ? ExitCode.OK : ExitCode.INTERRUPTED;
        }
    }

    /** Every design, or every problem of all of them. */
    private List<ParsedScenario> read() throws ScenarioException {
        if (under.isEmpty()
                && !study.hasProfile()
                && files.stream().anyMatch(f -> f.toString().contains("clusters"))) {
            throw new UserError("a cluster file has no faults: give --under SCENARIO or --profile FILE");
        }
        List<ScenarioProblem> problems = new ArrayList<>();
        List<ParsedScenario> parsed = new ArrayList<>();
        for (Path file : files) {
            Path found = console.find(file);
            try {
                parsed.add(
                        under.isPresent()
                                ? scenario.readOn(console.find(under.get()), found, console)
                                : study.hasProfile()
                                        ? scenario.readCluster(found, console)
                                        : scenario.read(found, console));
            } catch (ScenarioException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return parsed;
    }

    private void write(Path folder, ParsedScenario first, ComparisonOutcome outcome, Document document, String title)
            throws IOException {
        StudySession.write(folder, "summary.json", outcome.json());
        StudySession.write(folder, "summary.md", document.markdown());
        String resolved = ScenarioWriter.resolved(first);
        StudySession.write(folder, "scenario.conf", resolved);
        String subtitle = title + ", " + document.subtitle();
        Charts.Drawn drawn = ComparisonDocument.draw(outcome, subtitle, folder.resolve("charts"), true);
        drawn.problems().forEach(console.err()::println);
        StringBuilder again = new StringBuilder("quorate compare");
        files.forEach(file -> again.append(' ').append(file));
        under.ifPresent(file -> again.append(" --under ").append(file));
        again.append(study.words()).append(scenario.words());
        StudySession.write(
                folder, "report.html", document.html(drawn.svg(), resolved, again.toString(), NotModelled.lines()));
    }
}
