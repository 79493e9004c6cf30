package dev.quorate.cli;

import dev.quorate.experiment.Cell;
import dev.quorate.experiment.Crew;
import dev.quorate.experiment.Study;
import dev.quorate.outcome.CampaignJson;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.report.CampaignDocument;
import dev.quorate.report.Charts;
import dev.quorate.report.Document;
import dev.quorate.report.RiskCharts;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs one scenario over many seeds and says how likely each rule breaks, and how long what it measures takes. */
@Command(
        name = "campaign",
        header =
                "Run a scenario over many seeds: how likely each rule breaks, how long recovery takes, with intervals.",
        footer = {
            "",
            "Exit codes: 0 every expectation met in every run, 1 one was not in some run, 2 not valid, or it could not"
                    + " go on,",
            "            3 inconclusive, 70 a bug in Quorate, 130 interrupted (--resume goes on)"
        })
final class CampaignCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final ScenarioOptions scenario = new ScenarioOptions();

    @Mixin
    private final StudyOptions study = new StudyOptions();

    @Mixin
    private final VaryOptions vary = new VaryOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(arity = "1", paramLabel = "FILE", description = "A scenario file; with --profile a cluster's will do.")
    private Path file = Path.of("");

    CampaignCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException, IOException, InterruptedException {
        if (vary.isFrontier()) {
            return new Bisecting(console, scenario, study, vary, output, file).run();
        }
        if (vary.isSweep()) {
            return new Sweeping(console, scenario, study, vary, output, file).run();
        }
        Path found = console.find(file);
        ParsedScenario parsed =
                study.hasProfile() ? scenario.readCluster(found, console) : scenario.read(found, console);
        Scenario what = parsed.scenario();
        Cell cell = Cell.of(RunCommand.nameOf(file), what, study.draw(console, false));
        Study one = new Study(List.of(cell), what.seed());
        try (StudySession session = StudySession.begin(console, study, one, RunCommand.nameOf(file), "campaign");
                Crew crew = session.crew()) {
            StudySession.Finished finished = session.run(crew);
            if (finished.outcomes().isEmpty()) {
                return ExitCode.INTERRUPTED;
            }
            CampaignOutcome outcome = finished.outcomes().get(0);
            Document document = CampaignDocument.of(outcome);
            Path folder = session.finish(
                    finished, partial -> write(partial, session.target(), cell, parsed, outcome, document));
            tell(outcome, document, folder, finished.complete());
            return finished.complete() ? outcome.exitCode() : ExitCode.INTERRUPTED;
        }
    }

    private void write(
            Path folder, Path home, Cell cell, ParsedScenario parsed, CampaignOutcome outcome, Document document)
            throws IOException {
        StudySession.write(folder, "summary.json", CampaignJson.of(outcome));
        StudySession.write(folder, "summary.md", document.markdown());
        String resolved = ScenarioWriter.resolved(parsed);
        StudySession.write(folder, "scenario.conf", resolved);
        Charts.Drawn drawn = RiskCharts.draw(outcome, folder.resolve("charts"), true);
        drawn.problems().forEach(console.err()::println);
        StudySession.write(folder, "report.html", document.html(drawn.svg(), resolved, again(), NotModelled.lines()));
        WorstRuns.write(cell, outcome.worstSeeds(), folder, home, console);
    }

    private String again() {
        return "quorate campaign " + file + study.words() + scenario.words();
    }

    private void tell(CampaignOutcome outcome, Document document, Path folder, boolean complete) {
        if (output.isJson()) {
            console.out().print(CampaignJson.of(outcome));
            return;
        }
        console.out().print(document.text());
        if (complete) {
            console.out().println();
            if (!outcome.worstSeeds().isEmpty()) {
                console.out()
                        .println("why:   quorate explain "
                                + folder.resolve("seed" + outcome.worstSeeds().get(0)));
            }
            console.out().println("look:  " + folder.resolve("report.html"));
        }
    }
}
