package dev.quorate.cli;

import dev.quorate.outcome.JunitXml;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.SummaryJson;
import dev.quorate.outcome.SummaryMarkdown;
import dev.quorate.report.Charts;
import dev.quorate.report.HtmlReport;
import dev.quorate.report.Manifest;
import dev.quorate.report.ResultsFolder;
import dev.quorate.report.RunReport;
import dev.quorate.report.TextStyle;
import dev.quorate.report.Timeline;
import dev.quorate.trace.Intervals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes what a run leaves behind; its trace was written while it ran. */
final class ResultsWriter {

    private ResultsWriter() {}

    /** The files that are the same whenever the run is made again. */
    static void reproducible(RunReport report, Path folder) throws IOException {
        RunOutcome outcome = report.outcome();
        write(folder, "summary.json", SummaryJson.of(outcome));
        write(folder, "summary.md", SummaryMarkdown.of(outcome));
        write(folder, "timeline.txt", Timeline.of(report, TextStyle.plain(), Timeline.Options.all(report)));
        Intervals.write(folder.resolve("intervals.csv"), report.intervals());
    }

    /** Everything else: report, charts, resolved scenario, manifest. Answers with what could not be drawn. */
    static List<String> rest(RunReport report, Manifest manifest, Path folder) throws IOException {
        return rest(report, manifest, folder, true);
    }

    /** The same; {@code png} says whether charts are drawn as pixels too. */
    static List<String> rest(RunReport report, Manifest manifest, Path folder, boolean png) throws IOException {
        write(folder, "scenario.conf", report.settings());
        write(folder, "junit.xml", JunitXml.of(List.of(report.outcome())));
        write(folder, "manifest.json", manifest.json());
        return pictures(report, folder, png);
    }

    /** Charts and the report. Answers with what could not be drawn. */
    static List<String> pictures(RunReport report, Path folder, boolean png) throws IOException {
        Charts.Drawn drawn = Charts.draw(report, folder.resolve("charts"), png);
        write(folder, "report.html", HtmlReport.of(report, drawn.svg()));
        return drawn.problems();
    }

    /** Write to a temporary file and rename it, so that no half file is left where one stood. */
    static void replace(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, text, StandardCharsets.UTF_8);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The folder of a run: {@code <results>/<scenario>/<UTC time>-seed<N>}, with a number when that is taken. */
    static Path target(Path results, String scenario, String time, long seed) {
        Path target = results.resolve(ResultsFolder.slug(scenario)).resolve(time + "-seed" + seed);
        for (int i = 2; Files.exists(target); i++) {
            target = target.resolveSibling(time + "-seed" + seed + "-" + i);
        }
        return target;
    }

    private static void write(Path folder, String name, String text) throws IOException {
        replace(folder.resolve(name), text);
    }
}
