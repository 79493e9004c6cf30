package dev.quorate.cli;

import dev.quorate.experiment.Cell;
import dev.quorate.experiment.ClockRates;
import dev.quorate.experiment.Crew;
import dev.quorate.experiment.Frontier;
import dev.quorate.experiment.Study;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.Json;
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
import java.util.Locale;

/** Sweeps: a campaign for each combination of settings, or the frontier of one setting for each. */
final class Sweeping {

    /** A frontier of one combination, and what theory says of it where there is one. */
    private record Row(VaryOptions.Combination combination, Frontier.Found found) {}

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
    int sweep() throws ScenarioException, IOException, InterruptedException {
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
    private static List<SweepOutcome.Curve> curves(List<Axis> axes, List<VaryOptions.Combination> combinations) {
        if (axes.size() != 2 || !axes.get(1).path().endsWith(".rate")) {
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
            safe.add(place(rates, ClockRates.slowestSafe(of)));
            comment.add(place(rates, ClockRates.slowestByTheComment(of)));
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

    /** The value at which the rule starts to break, for each combination. */
    int frontier() throws ScenarioException, IOException, InterruptedException {
        List<Axis> axes = vary.axes();
        VaryOptions.Span span = vary.span();
        List<VaryOptions.Combination> combinations =
                vary.combinations(axes, console.find(file), scenario, study.hasProfile(), console);
        org.slf4j.LoggerFactory.getILoggerFactory();
        List<Row> rows = new ArrayList<>();
        boolean clock = span.path().endsWith(".rate");
        for (VaryOptions.Combination each : combinations) {
            Frontier search = new Frontier(
                    value -> at(axes, each, span, value),
                    vary.rule(),
                    each.scenario().seed(),
                    study.stopRule().most(),
                    study.threads());
            try {
                Row row = new Row(each, search.between(span.from(), span.to(), vary.within()));
                rows.add(row);
                console.err().println(each.name(axes) + ": " + words(row, span) + theory(row, clock));
            } catch (Frontier.NoFrontier e) {
                console.err().println(each.name(axes) + ": no frontier: " + e.getMessage());
            }
        }
        if (!rows.isEmpty()) {
            print(axes, span, rows, clock);
        }
        return rows.size() == combinations.size() ? ExitCode.OK : ExitCode.INCONCLUSIVE;
    }

    private Cell at(List<Axis> axes, VaryOptions.Combination each, VaryOptions.Span span, double value)
            throws ScenarioException {
        List<String> settings = new ArrayList<>(VaryOptions.settings(axes, each.values()));
        for (String path : span.path().split("\\+")) {
            settings.add(path + "=" + span.text(value));
        }
        return Cell.of(
                span.text(value),
                scenario.readWith(console.find(file), settings, study.hasProfile(), console)
                        .scenario(),
                study.draw(console, false));
    }

    private static String words(Row row, VaryOptions.Span span) {
        return "between " + span.text(row.found().broken()) + " (broken) and "
                + span.text(row.found().held()) + " (held in " + row.found().seeds() + " runs)";
    }

    private static String theory(Row row, boolean clock) {
        if (!clock) {
            return "";
        }
        double expected = ClockRates.slowestSafe(row.combination().scenario());
        return String.format(
                Locale.ROOT,
                "; (RetryPeriod + RenewDeadline) / LeaseDuration is %.4f: %+.2f %% off, a factor of %.3f; client-go's"
                        + " comment: %.3f",
                expected,
                100 * (row.found().middle() / expected - 1),
                1 / row.found().middle(),
                1 / ClockRates.slowestByTheComment(row.combination().scenario()));
    }

    private void print(List<Axis> axes, VaryOptions.Span span, List<Row> rows, boolean clock) {
        List<String> head = new ArrayList<>();
        axes.forEach(axis -> head.add(axis.label()));
        head.addAll(List.of("broken at", "held at", "runs"));
        if (clock) {
            head.addAll(List.of("expected", "off", "factor", "comment's"));
        }
        List<List<String>> table = new ArrayList<>();
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(row.combination().values());
            cells.add(span.text(row.found().broken()));
            cells.add(span.text(row.found().held()));
            cells.add(Integer.toString(row.found().runs()));
            if (clock) {
                double expected = ClockRates.slowestSafe(row.combination().scenario());
                cells.add(String.format(Locale.ROOT, "%.4f", expected));
                cells.add(String.format(
                        Locale.ROOT, "%+.2f %%", 100 * (row.found().middle() / expected - 1)));
                cells.add(String.format(Locale.ROOT, "%.3f", 1 / row.found().middle()));
                cells.add(String.format(
                        Locale.ROOT,
                        "%.3f",
                        1 / ClockRates.slowestByTheComment(row.combination().scenario())));
            }
            table.add(cells);
        }
        if (output.isJson()) {
            console.out().print(json(axes, span, rows));
            return;
        }
        console.out()
                .print(new Document(
                                "Where " + vary.rule() + " starts to break",
                                span.path(),
                                List.of(),
                                List.of(new Document.Section("Frontier", head, table, "")))
                        .text());
    }

    private String json(List<Axis> axes, VaryOptions.Span span, List<Row> rows) {
        return Json.text(json -> {
            json.writeStartArray();
            for (Row row : rows) {
                json.writeStartObject();
                for (int i = 0; i < axes.size(); i++) {
                    json.writeStringField(
                            axes.get(i).path(), row.combination().values().get(i));
                }
                json.writeStringField("setting", span.path());
                json.writeStringField("broken", span.text(row.found().broken()));
                json.writeStringField("held", span.text(row.found().held()));
                json.writeNumberField("runs", row.found().runs());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
