package dev.quorate.cli;

import dev.quorate.experiment.Build;
import dev.quorate.experiment.distributed.Endpoint;
import dev.quorate.experiment.distributed.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does the runs of campaigns that other processes lead. */
@Command(
        name = "worker",
        header = "Do runs for campaigns of other processes, as a member of a Pekko cluster.",
        description = {
            "",
            "The first worker founds a cluster, the others join it; then, anywhere: quorate campaign FILE --join"
                    + " HOST:PORT. Nobody is asked for a password: listen on loopback, or on a network whose every machine"
                    + " you trust.",
            ""
        },
        footer = {"", "It works until it is stopped. Exit codes: 2 usage, 130 interrupted"})
final class WorkerCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where others reach this worker. Default: 127.0.0.1:7001.")
    private String listen = "127.0.0.1:7001";

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            description = "Another worker, whose cluster it joins. May be repeated. Without it, it founds one.")
    private List<String> join = new ArrayList<>();

    @Option(
            names = {"-j", "--threads"},
            paramLabel = "N",
            description = "Runs at once. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    WorkerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (threads < 1 || threads > 1024) {
            throw new UserError("-j is 1 to 1024, was " + threads);
        }
        Endpoint own;
        List<Endpoint> others;
        try {
            own = Endpoint.parse(listen);
            others = join.stream().map(Endpoint::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
        org.slf4j.LoggerFactory.getILoggerFactory();
        say("build " + Build.text() + " listens with " + threads + (threads == 1 ? " thread" : " threads"));
        new Worker(own, others, threads, this::say).serve();
        return ExitCode.OK;
    }

    private void say(String message) {
        console.err().println("worker " + listen + ": " + message);
        console.err().flush();
    }
}
