package dev.quorate.cli;

import dev.quorate.experiment.Cell;
import dev.quorate.experiment.ClockRates;
import dev.quorate.experiment.Crew;
import dev.quorate.experiment.Study;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.Risk;
import dev.quorate.outcome.RunRow;
import dev.quorate.outcome.SweepOutcome;
import dev.quorate.outcome.SweepOutcome.Axis;
import dev.quorate.report.Charts;
import dev.quorate.report.Document;
import dev.quorate.report.SweepDocument;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sweep: a campaign for each combination of settings. */
final class Sweeping {

    private final Console console;
    private final ScenarioOptions scenario;
    private final StudyOptions study;
    private final VaryOptions vary;
    private final OutputOptions output;
    private final Path file;

    Sweeping(
            Console console,
            ScenarioOptions scenario,
            StudyOptions study,
            VaryOptions vary,
            OutputOptions output,
            Path file) {
        this.console = console;
        this.scenario = scenario;
        this.study = study;
        this.vary = vary;
        this.output = output;
        this.file = file;
    }

    /** A campaign for each combination: a table, and a chart for one setting or two. */
    int run() throws ScenarioException, IOException, InterruptedException {
        List<Axis> axes = vary.axes();
        List<VaryOptions.Combination> combinations =
                vary.combinations(axes, console.find(file), scenario, study.hasProfile(), console);
        List<Cell> cells = new ArrayList<>();
        for (VaryOptions.Combination each : combinations) {
            cells.add(Cell.of(each.name(axes), each.scenario(), study.draw(console, false)));
        }
        Study all = new Study(cells, combinations.get(0).scenario().seed());
        try (StudySession session = StudySession.begin(console, study, all, RunCommand.nameOf(file), "sweep");
                Crew crew = session.crew()) {
            StudySession.Finished finished = session.run(crew);
            if (finished.outcomes().isEmpty()) {
                return ExitCode.INTERRUPTED;
            }
            SweepOutcome outcome = fold(axes, combinations, finished);
            String title = combinations.get(0).scenario().title();
            Document document = SweepDocument.of(outcome, title);
            Path folder = session.finish(finished, partial -> {
                StudySession.write(partial, "summary.json", outcome.json());
                StudySession.write(partial, "summary.md", document.markdown());
                String resolved = ScenarioWriter.resolved(combinations.get(0).parsed());
                String sub = title + ", " + finished.rows().get(0).size() + " runs each";
                Charts.Drawn drawn =
                        SweepDocument.draw(outcome, curves(axes, combinations), sub, partial.resolve("charts"), true);
                drawn.problems().forEach(console.err()::println);
                StudySession.write(
                        partial,
                        "report.html",
                        document.html(drawn.svg(), resolved, "quorate campaign " + file, NotModelled.lines()));
            });
            console.out().print(output.isJson() ? outcome.json() : document.text());
            if (!output.isJson() && finished.complete()) {
                console.out().println("\nlook:  " + folder.resolve("report.html"));
            }
            return finished.complete() ? ExitCode.OK : ExitCode.INTERRUPTED;
        }
    }

    private SweepOutcome fold(
            List<Axis> axes, List<VaryOptions.Combination> combinations, StudySession.Finished finished) {
        List<SweepOutcome.Cell> cells = new ArrayList<>();
        for (int i = 0; i < combinations.size(); i++) {
            List<RunRow> rows = finished.rows().get(i);
            CampaignOutcome outcome = finished.outcomes().get(i);
            int broken =
                    (int) rows.stream().filter(r -> r.violates(vary.rule())).count();
            cells.add(new SweepOutcome.Cell(
                    combinations.get(i).values(), outcome, new Risk(vary.rule(), broken, rows.size(), 0)));
        }
        return new SweepOutcome(axes, vary.rule(), cells);
    }

    /** Theory's lines, where the columns are rates of a clock. */
    private List<SweepOutcome.Curve> curves(List<Axis> axes, List<VaryOptions.Combination> combinations) {
        if (axes.size() != 2
                || !axes.get(1).path().endsWith(".rate")
                || !combinations.stream().allMatch(each -> ClockRates.isKnown(each.scenario(), vary.rule()))) {
            return List.of();
        }
        List<Double> rates = new ArrayList<>();
        try {
            axes.get(1).values().forEach(value -> rates.add(Double.parseDouble(value)));
        } catch (NumberFormatException e) {
            return List.of();
        }
        List<Double> safe = new ArrayList<>();
        List<Double> comment = new ArrayList<>();
        for (int row = 0; row < axes.get(0).values().size(); row++) {
            var of = combinations.get(row * rates.size()).scenario();
            safe.add(place(rates, ClockRates.slowestSafe(of, vary.rule())));
            comment.add(place(rates, ClockRates.slowestByTheComment(of, vary.rule())));
        }
        return List.of(
                new SweepOutcome.Curve("(RetryPeriod + RenewDeadline) / LeaseDuration", safe),
                new SweepOutcome.Curve("client-go's comment: RenewDeadline / LeaseDuration", comment));
    }

    /** Where between the columns a value lies. */
    private static double place(List<Double> columns, double value) {
        for (int i = 1; i < columns.size(); i++) {
            double from = columns.get(i - 1);
            double to = columns.get(i);
            if (value >= Math.min(from, to) && value <= Math.max(from, to)) {
                return i - 1 + (value - from) / (to - from);
            }
        }
        return value < Math.min(columns.get(0), columns.get(columns.size() - 1))
                        == columns.get(0) < columns.get(columns.size() - 1)
                ? -1
                : columns.size();
    }
}
