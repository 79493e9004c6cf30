package dev.quorate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    private static final List<String> TOPICS = List.of("metrics");

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
    public Integer call() throws IOException {
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
        try (InputStream page = HelpCommand.class.getResourceAsStream("help-" + name + ".txt")) {
            if (!TOPICS.contains(name) || page == null) {
                throw new UserError(
                        "no command or topic '" + name + "'; topics: " + String.join(", ", TOPICS) + "; commands: "
                                + String.join(", ", root.getSubcommands().keySet()));
            }
            console.out().print(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.OK;
    }
}
