package dev.quorate.cli;

import dev.quorate.metric.Meter;
import dev.quorate.outcome.ExpectationOutcome;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.SummaryReader;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.report.ResultsFolder;
import dev.quorate.report.RunReport;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.trace.MessageFile;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceHash;
import dev.quorate.verdict.Judge;
import dev.quorate.verdict.VerdictLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A run's folder read back: its trace decides, its summary tells what was expected. */
final class SavedRun {

    private SavedRun() {}

    /** All that a report is made of. */
    static RunReport report(ResultsFolder folder) throws IOException {
        Trace trace = folder.trace();
        Path summary = folder.path().resolve("summary.json");
        String text = Files.isRegularFile(summary) ? Files.readString(summary) : "";
        List<ExpectationOutcome> expectations = text.isEmpty() ? List.of() : SummaryReader.expectations(text);
        RunOutcome outcome = new RunOutcome(
                trace.header().title(),
                trace.header().seed(),
                trace.end(),
                trace.records().size(),
                trace.feed(new TraceHash(trace.header())).hex(),
                verdicts(folder, trace),
                expectations,
                Meter.measure(trace));
        String settings = folder.scenario();
        String replay = Files.isRegularFile(folder.path().resolve("manifest.json"))
                ? folder.manifest().replay()
                : "";
        return RunReport.of(outcome, trace, settings, replay, lesson(folder, settings), NotModelled.lines())
                .withMessages(messages(folder));
    }

    /** The answers that the run wrote down; judged again from the trace when they are not there. */
    static List<VerdictResult> verdicts(ResultsFolder folder, Trace trace) throws IOException {
        Path summary = folder.path().resolve("summary.json");
        return Files.isRegularFile(summary)
                ? SummaryReader.verdicts(Files.readString(summary))
                : Judge.judge(trace, VerdictLimits.defaults());
    }

    /** The messages that were kept; none when there is no such file. */
    static List<MessageRecord> messages(ResultsFolder folder) throws IOException {
        Path file = folder.path().resolve("messages.jsonl");
        return Files.isRegularFile(file) ? MessageFile.read(file) : List.of();
    }

    private static List<String> lesson(ResultsFolder folder, String settings) {
        if (settings.isEmpty()) {
            return List.of();
        }
        try {
            return ScenarioParser.parseText(
                            folder.path().resolve("scenario.conf").toString(), settings, ParseOptions.NONE)
                    .scenario()
                    .teaches();
        } catch (ScenarioException e) {
            // A report is worth having without it: the file may have been edited since.
            return List.of();
        }
    }
}
