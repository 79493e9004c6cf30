package dev.quorate.cli;

import dev.quorate.report.ResultsFolder;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.trace.TraceFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** The commands put together, and what becomes of their errors. */
final class CommandTree {

    private CommandTree() {}

    /** Run a command line and answer with the exit code. */
    static int execute(Console console, String... args) {
        return create(console).execute(args);
    }

    static CommandLine create(Console console) {
        CommandLine line = new CommandLine(new QuorateCommand(console));
        line.addSubcommand(new RunCommand(console));
        line.addSubcommand(new CampaignCommand(console));
        line.addSubcommand(new CompareCommand(console));
        line.addSubcommand(new WorkerCommand(console));
        line.addSubcommand(new HuntCommand(console));
        line.addSubcommand(new CheckCommand(console));
        line.addSubcommand(new ShowCommand(console));
        line.addSubcommand(new ExplainCommand(console));
        line.addSubcommand(new TimelineCommand(console));
        line.addSubcommand(new StepCommand(console));
        line.addSubcommand(new ReportCommand(console));
        line.addSubcommand(new ExportCommand(console));
        line.addSubcommand(new ReplayCommand(console));
        line.addSubcommand(new ListCommand(console));
        line.addSubcommand(new BenchCommand(console));
        line.addSubcommand(new DoctorCommand(console));
        line.addSubcommand(new CrmCommand(console));
        line.addSubcommand(new CompletionCommand(console));
        line.addSubcommand(new HelpCommand(console));
        addHelp(line);
        line.getSubcommands().values().forEach(CommandTree::addHelp);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        PrintWriter out = console.outWriter();
        PrintWriter err = console.errWriter();
        line.setOut(out);
        line.setErr(err);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(console.wantsColour() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedSubcommandsAllowed(false);
        line.setParameterExceptionHandler((e, args) -> onWrongUsage(e, err));
        line.setExecutionExceptionHandler((e, command, parsed) -> onException(e, args(parsed), console));
        return line;
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
    }

    private static String[] args(CommandLine.ParseResult parsed) {
        return parsed.originalArgs().toArray(String[]::new);
    }

    private static int onWrongUsage(CommandLine.ParameterException e, PrintWriter err) {
        CommandLine command = e.getCommandLine();
        err.println("quorate: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    private static int onException(Exception e, String[] args, Console console) {
        console.out().flush();
        if (e instanceof UserError
                || e instanceof ScenarioException
                || e instanceof ResultsFolder.NoSuchRun
                || e instanceof TraceFormatException) {
            console.err().println(e.getMessage());
            return ExitCode.USAGE;
        }
        return onBug(e, args, console);
    }

    /** Say that it is our fault in a line, and leave the details in a file. */
    private static int onBug(Throwable e, String[] args, Console console) {
        console.err().println("quorate: a bug in Quorate, not in your scenario: " + firstLine(e));
        console.err().println("command: quorate " + String.join(" ", Arrays.asList(args)));
        try {
            Path details = Files.createTempFile("quorate-bug-", ".txt");
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            Files.writeString(
                    details,
                    "quorate " + String.join(" ", Arrays.asList(args)) + "\nJava " + Runtime.version() + "\n\n" + text);
            console.err().println("details: " + details);
        } catch (IOException unwritable) {
            e.printStackTrace(console.err());
        }
        return ExitCode.BUG;
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage() == null
                ? ""
                : ": " + e.getMessage().lines().findFirst().orElse("");
        return e.getClass().getSimpleName() + message;
    }
}
