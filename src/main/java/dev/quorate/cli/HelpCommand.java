package dev.quorate.cli;

import dev.quorate.metric.Metric;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help about a verb or a topic. */
@Command(name = "help", header = "Help about a command or a topic: metrics.")
final class HelpCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND|TOPIC", description = "A command, or a topic: metrics.")
    private Optional<String> about = Optional.empty();

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        if (about.isEmpty()) {
            root.usage(console.out());
            return ExitCode.OK;
        }
        String name = about.get();
        CommandLine command = root.getSubcommands().get(name);
        if (command != null) {
            command.usage(console.out());
            return ExitCode.OK;
        }
        if (!name.equals("metrics")) {
            throw new UserError("no command or topic '" + name + "'; topic: metrics; commands: "
                    + String.join(", ", root.getSubcommands().keySet()));
        }
        console.out().print(Metric.page());
        return ExitCode.OK;
    }
}
