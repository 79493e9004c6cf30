package dev.quorate.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Completion for a shell. */
@Command(
        name = "completion",
        header = "Print completion for a shell.",
        footer = {"", "bash:  source <(quorate completion bash)", "zsh:   source <(quorate completion zsh)"})
final class CompletionCommand implements Callable<Integer> {

    /** Shells that it knows. */
    enum Shell {
        bash,
        zsh
    }

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Shell shell;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (shell == Shell.zsh) {
            console.out().println("autoload -U +X compinit && compinit; autoload -U +X bashcompinit && bashcompinit");
        }
        console.out().print(AutoComplete.bash("quorate", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
