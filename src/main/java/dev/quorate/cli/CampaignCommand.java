package dev.quorate.cli;

import dev.quorate.experiment.Campaign;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ScenarioException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one scenario over many seeds and says how likely each rule breaks. */
@Command(
        name = "campaign",
        header = "Run a scenario over many seeds: the share of runs in which each rule broke, with its 95 % interval.",
        footer = {
            "",
            "Exit codes: 0 every expectation met in every run, 1 one was not in some run, 2 not valid, 70 a bug in Quorate"
        })
final class CampaignCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final ScenarioOptions scenario = new ScenarioOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "How many seeds, from the scenario's own on. Default: 200.")
    private int runs = 200;

    @Option(names = "-j", paramLabel = "N", description = "Worker threads. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--jitter",
            paramLabel = "SECONDS",
            description = "Spread fixed times of the timeline by up to that much either way. Default: 5.")
    private int jitter = 5;

    @Parameters(arity = "1", paramLabel = "FILE", description = "A scenario file.")
    private Path file = Path.of("");

    CampaignCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException, InterruptedException {
        if (runs < 1 || threads < 1 || jitter < 0) {
            throw new UserError("--runs and -j are at least 1, --jitter at least 0; were " + runs + ", " + threads
                    + " and " + jitter);
        }
        Scenario parsed = scenario.read(console.find(file), console).scenario();
        Campaign campaign = new Campaign(parsed, runs, threads, Duration.ofSeconds(jitter));
        CampaignOutcome outcome = campaign.run(this::progress);
        if (output.isJson()) {
            console.out().print(outcome.json());
        } else {
            print(outcome);
        }
        boolean met = outcome.expectations().stream().allMatch(e -> e.broken().count() == 0);
        return met ? ExitCode.OK : ExitCode.FINDING;
    }

    private void progress(int done) {
        if (console.errIsTerminal()) {
            console.err().print("\r" + done + " of " + runs + " runs" + (done == runs ? "\n" : ""));
            console.err().flush();
        }
    }

    private void print(CampaignOutcome outcome) {
        console.out()
                .println(outcome.title() + "   seeds " + outcome.firstSeed() + " to "
                        + (outcome.firstSeed() + outcome.runs() - 1) + ", times spread by " + jitter + " s either way");
        console.out().println();
        Table expectations = new Table();
        outcome.expectations().forEach(e -> expectations.row("  expected " + e.name(), "not met in " + e.words()));
        expectations.print(console.out());
        console.out().println();
        Table rules = new Table();
        for (CampaignOutcome.Risk rule : outcome.rules()) {
            rules.row("  " + (rule.broken().count() == 0 ? "held" : "BROKEN"), rule.name(), rule.words());
        }
        rules.print(console.out());
        console.out().println();
        Table spans = new Table().row("  measured", "runs above 0", "p50", "p90", "p99", "max", "cut off by the end");
        for (CampaignOutcome.Spread span : outcome.spans()) {
            spans.row(
                    "  " + span.name(),
                    span.above() + " of " + span.runs(),
                    span.words(span.p50()),
                    span.words(span.p90()),
                    span.words(span.p99()),
                    span.words(span.max()),
                    span.censored() == 0 ? "" : Integer.toString(span.censored()));
        }
        spans.print(console.out());
        if (!outcome.worstSeeds().isEmpty()) {
            console.out().println();
            console.out()
                    .println("look:  quorate run " + file + " --seed "
                            + outcome.worstSeeds().get(0) + "   (the worst seeds: " + outcome.worstSeeds() + ")");
        }
    }
}
