package dev.quorate.cli;

import dev.quorate.report.ResultsFolder;
import dev.quorate.report.RunReport;
import dev.quorate.report.TextStyle;
import dev.quorate.report.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the report, charts and timeline of a run again, from its trace. */
@Command(name = "report", header = "Make report, charts and timeline of a run again from its trace.")
final class ReportCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final RunOptions run = new RunOptions();

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ResultsFolder folder = run.folder(console);
        RunReport report = SavedRun.report(folder);
        ResultsWriter.replace(
                folder.path().resolve("timeline.txt"),
                Timeline.of(report, TextStyle.plain(), Timeline.Options.all(report)));
        List<String> problems = ResultsWriter.pictures(report, folder.path(), true);
        problems.forEach(console.err()::println);
        console.out().println("look:  " + folder.path().resolve("report.html"));
        return ExitCode.OK;
    }
}
