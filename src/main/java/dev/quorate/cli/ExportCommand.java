package dev.quorate.cli;

import dev.quorate.outcome.JunitXml;
import dev.quorate.outcome.SummaryMarkdown;
import dev.quorate.report.ResultsFolder;
import dev.quorate.report.RunReport;
import dev.quorate.report.export.EventsCsv;
import dev.quorate.report.export.MermaidSequence;
import dev.quorate.report.export.PerfettoTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run in the formats of other tools. */
@Command(
        name = "export",
        header = "Export a run: Perfetto, Mermaid, CSV, JUnit XML, Markdown.",
        footer = {
            "",
            "perfetto   open at ui.perfetto.dev or chrome://tracing: hosts, components, leaders, leases, messages",
            "mermaid    a sequence diagram of what led up to the first finding",
            "csv        every event, a line each",
            "junit      a suite with a case for each expectation",
            "markdown   the summary, as for a merge request"
        })
final class ExportCommand implements Callable<Integer> {

    /** Where an export goes to; each with the file that it writes. */
    enum Format {
        perfetto("trace.json"),
        mermaid("sequence.mmd"),
        csv("events.csv"),
        junit("junit.xml"),
        markdown("summary.md");

        private final String file;

        Format(String file) {
            this.file = file;
        }
    }

    private final Console console;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(names = "--to", required = true, paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
    private Format format = Format.perfetto;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to; - for stdout. Default: export/ in the run's folder.")
    private Optional<String> out = Optional.empty();

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ResultsFolder folder = run.folder(console);
        String text = text(SavedRun.report(folder));
        if (out.filter("-"::equals).isPresent()) {
            console.out().print(text);
            return ExitCode.OK;
        }
        Path file = out.map(Path::of).orElse(folder.path().resolve("export").resolve(format.file));
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        ResultsWriter.replace(file, text);
        console.out().println("wrote " + file);
        return ExitCode.OK;
    }

    private String text(RunReport report) {
        return switch (format) {
            case perfetto -> PerfettoTrace.of(report);
            case mermaid ->
                MermaidSequence.of(report)
                        .orElseThrow(() -> new UserError(
                                "nothing to draw: no rule was broken, and no fault made the cluster change hands"));
            case csv -> EventsCsv.of(report.trace());
            case junit -> JunitXml.of(List.of(report.outcome()));
            case markdown -> SummaryMarkdown.of(report.outcome());
        };
    }
}
