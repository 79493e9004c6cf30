package dev.quorate.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line: without a verb it shows its help. */
@Command(
        name = "quorate",
        versionProvider = QuorateCommand.Version.class,
        header = "A high-availability cluster simulator: who led when, where two led at once, how it recovered.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start with:  quorate run scenarios/node-outage.conf",
            "Exit codes:  0 every expectation met, 1 one was not, 2 usage or scenario not valid,",
            "             3 inconclusive, 70 a bug in Quorate, 130 interrupted"
        })
final class QuorateCommand implements Runnable {

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    QuorateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }

    /** The version that the jar's manifest tells. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"quorate " + text()};
        }

        static String text() {
            String version = QuorateCommand.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
