package dev.quorate.cli;

import dev.quorate.experiment.Cell;
import dev.quorate.experiment.ClockRates;
import dev.quorate.experiment.Frontier;
import dev.quorate.experiment.FrontierLog;
import dev.quorate.experiment.RunLog;
import dev.quorate.experiment.Study;
import dev.quorate.outcome.Json;
import dev.quorate.outcome.SweepOutcome.Axis;
import dev.quorate.report.Document;
import dev.quorate.report.ResultsFolder;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Bisects for the value of a setting at which a rule starts to break, for each combination of other settings; each
 * frontier is on disk as soon as it is found.
 */
final class Bisecting {

    private static final String FOUND = "frontier.jsonl";

    /** A frontier of one combination, and what theory says of it where there is one. */
    private record Row(VaryOptions.Combination combination, Frontier.Found found) {}

    private final Console console;
    private final ScenarioOptions scenario;
    private final StudyOptions study;
    private final VaryOptions vary;
    private final OutputOptions output;
    private final Path file;

    Bisecting(
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

    /** Search every combination; the results folder gets its name when all are done. */
    int run() throws ScenarioException, IOException, InterruptedException {
        List<Axis> axes = vary.axes();
        VaryOptions.Span span = vary.span();
        List<VaryOptions.Combination> combinations =
                vary.combinations(axes, console.find(file), scenario, study.hasProfile(), console);
        String id = id(axes, combinations, span);
        Path target = study.results(console)
                .resolve(ResultsFolder.slug(RunCommand.nameOf(file)))
                .resolve("frontier-" + id.substring(0, StudySession.ID));
        Path partial = study.begin(target, FOUND);
        // several threads that meet at SLF4J first make it complain
        org.slf4j.LoggerFactory.getILoggerFactory();
        List<Row> rows = new ArrayList<>();
        boolean clock = isClock(combinations, span);
        try (FrontierLog log = FrontierLog.open(partial.resolve(FOUND), id)) {
            for (int i = 0; i < combinations.size(); i++) {
                VaryOptions.Combination each = combinations.get(i);
                Optional<FrontierLog.Entry> known = log.of(i);
                FrontierLog.Entry entry = known.isPresent() ? known.get() : log.add(search(axes, each, span, i));
                if (entry.found().isPresent()) {
                    Row row = new Row(each, entry.found().get());
                    rows.add(row);
                    console.err().println(each.name(axes) + ": " + words(row, span) + theory(row, clock));
                } else {
                    console.err().println(each.name(axes) + ": no frontier: " + entry.none());
                }
            }
        } catch (RunLog.NotThisStudy e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
        finish(partial, target, axes, combinations, span, rows);
        return rows.size() == combinations.size() ? ExitCode.OK : ExitCode.INCONCLUSIVE;
    }

    /** Whether theory knows the frontier: it is a clock's rate, and the rule is about one component or two alike. */
    private boolean isClock(List<VaryOptions.Combination> combinations, VaryOptions.Span span) {
        return span.path().endsWith(".rate")
                && combinations.stream().allMatch(each -> ClockRates.isKnown(each.scenario(), vary.rule()));
    }

    /** All that the frontiers depend on: the cells at the span's ends, the seeds, the rule, how near. */
    private String id(List<Axis> axes, List<VaryOptions.Combination> combinations, VaryOptions.Span span)
            throws ScenarioException {
        List<Cell> ends = new ArrayList<>();
        for (VaryOptions.Combination each : combinations) {
            ends.add(at(axes, each, span, span.from()));
            ends.add(at(axes, each, span, span.to()));
        }
        Study all = new Study(ends, combinations.get(0).scenario().seed());
        return RunCommand.sha256(all.id() + " " + vary.rule() + " " + vary.within() + " "
                + study.stopRule().most());
    }

    private FrontierLog.Entry search(List<Axis> axes, VaryOptions.Combination each, VaryOptions.Span span, int index)
            throws ScenarioException, InterruptedException {
        Frontier search = new Frontier(
                value -> at(axes, each, span, value),
                vary.rule(),
                each.scenario().seed(),
                study.stopRule().most(),
                study.threads());
        try {
            Frontier.Found found = search.between(span.from(), span.to(), vary.within());
            return new FrontierLog.Entry(index, Optional.of(found), "");
        } catch (Frontier.NoFrontier e) {
            return new FrontierLog.Entry(index, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private void finish(
            Path partial,
            Path target,
            List<Axis> axes,
            List<VaryOptions.Combination> combinations,
            VaryOptions.Span span,
            List<Row> rows)
            throws IOException {
        Document document = document(axes, span, rows);
        StudySession.write(partial, "summary.json", json(axes, span, rows));
        StudySession.write(partial, "summary.md", document.markdown());
        String resolved = ScenarioWriter.resolved(combinations.get(0).parsed());
        StudySession.write(
                partial,
                "report.html",
                document.html(Map.of(), resolved, "quorate campaign " + file + study.words(), NotModelled.lines()));
        Path folder = ResultsFolder.finish(target).path();
        if (output.isJson()) {
            console.out().print(json(axes, span, rows));
            return;
        }
        if (!rows.isEmpty()) {
            console.out().print(document.text());
        }
        console.out().println("\nlook:  " + folder.resolve("report.html"));
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

    private String theory(Row row, boolean clock) {
        if (!clock) {
            return "";
        }
        double expected = ClockRates.slowestSafe(row.combination().scenario(), vary.rule());
        return String.format(
                Locale.ROOT,
                "; (RetryPeriod + RenewDeadline) / LeaseDuration is %.4f: %+.2f %% off, a factor of %.3f; client-go's"
                        + " comment: %.3f",
                expected,
                100 * (row.found().middle() / expected - 1),
                1 / row.found().middle(),
                1 / ClockRates.slowestByTheComment(row.combination().scenario(), vary.rule()));
    }

    private Document document(List<Axis> axes, VaryOptions.Span span, List<Row> rows) {
        boolean clock = isClock(rows.stream().map(Row::combination).toList(), span);
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
                double expected = ClockRates.slowestSafe(row.combination().scenario(), vary.rule());
                cells.add(String.format(Locale.ROOT, "%.4f", expected));
                cells.add(String.format(
                        Locale.ROOT, "%+.2f %%", 100 * (row.found().middle() / expected - 1)));
                cells.add(String.format(Locale.ROOT, "%.3f", 1 / row.found().middle()));
                cells.add(String.format(
                        Locale.ROOT,
                        "%.3f",
                        1 / ClockRates.slowestByTheComment(row.combination().scenario(), vary.rule())));
            }
            table.add(cells);
        }
        return new Document(
                "Where " + vary.rule() + " starts to break",
                span.path(),
                List.of(),
                List.of(new Document.Section(
                        axes.isEmpty() ? "Frontier" : axes.get(0).label(), head, table, "")));
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
