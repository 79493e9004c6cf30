package dev.quorate.cli;

import dev.quorate.report.ResultsFolder;
import dev.quorate.report.RunReport;
import dev.quorate.report.TextStyle;
import dev.quorate.report.Timeline;
import dev.quorate.time.SimTime;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The lanes and events of a run as text, all or a part. */
@Command(name = "timeline", header = "Print the timeline of a run: lanes, then events in words with their causes.")
final class TimelineCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--from", paramLabel = "TIME", description = "The first instant, as 33s. Default: time zero.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "The last instant. Default: the end of the run.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--host", paramLabel = "NAME", description = "Only what happened on that host.")
    private String host = "";

    @Option(
            names = "--component",
            paramLabel = "NAME",
            description = "Only what components did whose names begin so: pacemaker, kube-scheduler.")
    private String component = "";

    @Option(names = "--all", description = "Also what repeats itself: lease calls, log entries.")
    private boolean everything;

    @Option(
            names = "--messages",
            description = "Also messages; those around the findings, or all of them after run --messages.")
    private boolean messages;

    TimelineCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ResultsFolder folder = run.folder(console);
        RunReport report = SavedRun.report(folder);
        SimTime first = from.map(text -> Instants.parse("--from", text)).orElse(SimTime.ZERO);
        SimTime end = report.trace().end();
        SimTime last = to.map(text -> Instants.parse("--to", text)).orElse(end);
        if (!first.isBefore(last)) {
            throw new UserError("--from " + first + " must come before --to " + last + "; the run ended at " + end);
        }
        check("--host", host, new TreeSet<>(report.trace().hosts()), false);
        TreeSet<String> components = new TreeSet<>();
        report.trace().records().forEach(record -> components.add(record.component()));
        check("--component", component, components, true);
        if (messages && report.messages().isEmpty()) {
            console.err().println("this run kept no messages; run it again with --messages");
        }
        TextStyle style = TextStyle.of(console.charset(), output.isColoured(console), 100);
        console.out()
                .print(Timeline.of(
                        report,
                        style,
                        new Timeline.Options(
                                first, last.isAfter(end) ? end : last, host, component, everything, messages)));
        return ExitCode.OK;
    }

    private static void check(String option, String given, Set<String> known, boolean prefix) {
        known.remove("");
        boolean fits = known.stream().anyMatch(name -> prefix ? name.startsWith(given) : name.equals(given));
        if (!given.isEmpty() && !fits) {
            throw new UserError(option + ": nothing of '" + given + "' is in this run; known: "
                    + String.join(", ", known.stream().limit(30).toList()));
        }
    }
}
