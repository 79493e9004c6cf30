package dev.quorate.cli;

import dev.quorate.report.ClusterView;
import dev.quorate.report.ResultsFolder;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Trace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The cluster at an instant of a run, in crm_mon's words. */
@Command(name = "show", header = "Show the cluster at an instant of a run, in crm_mon's words.")
final class ShowCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--at", paramLabel = "TIME", description = "The instant, as 33s. Default: the end of the run.")
    private Optional<String> at = Optional.empty();

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ResultsFolder folder = run.folder(console);
        Trace trace = folder.trace();
        SimTime instant = at.map(text -> Instants.parse("--at", text)).orElse(trace.end());
        if (instant.isAfter(trace.end())) {
            throw new UserError("--at: the run ended at " + trace.end() + ", before " + instant);
        }
        String view = ClusterView.at(trace, instant);
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("run", folder.path().toString());
            json.put("atMicros", instant.micros());
            json.put("view", view.lines().toList());
            JsonOut.print(console.out(), json);
        } else {
            console.out().print(view);
        }
        return ExitCode.OK;
    }
}
