package dev.quorate.cli;

import dev.quorate.experiment.Build;
import dev.quorate.experiment.FaultProfile;
import dev.quorate.experiment.Hunt;
import dev.quorate.experiment.HuntOutcome;
import dev.quorate.experiment.RunLog;
import dev.quorate.experiment.Shrinker;
import dev.quorate.experiment.Survey;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches for the plan of faults that breaks a rule, and brings each find home small. */
@Command(
        name = "hunt",
        header = "Search at random for faults that break a rule; shrink each find and save it as a scenario.",
        description = {
            "",
            "The file's own timeline is left aside. Hunted are the rules that the file expects to hold, or every"
                    + " safety rule when it names none. Each run draws another plan and another seed.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 nothing was broken, 1 a rule was, 2 not valid, 70 a bug in Quorate, 130 interrupted"
        })
final class HuntCommand implements Callable<Integer> {

    private static final int ID = 10;

    /** Plans of each kind in a survey. */
    private static final int SURVEYED = 100;

    private final Console console;

    @Mixin
    private final ScenarioOptions scenario = new ScenarioOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--for", paramLabel = "TIME", description = "How long to search. Default: 60s, without --runs.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--runs", paramLabel = "N", description = "How many plans to run: the same finds every time.")
    private Optional<Integer> runs = Optional.empty();

    @Option(names = "--finds", paramLabel = "N", description = "End when that many rules were broken.")
    private Optional<Integer> finds = Optional.empty();

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            split = ",",
            description = "Hunt this rule: single-vip-holder, single-acting-leader.kube-scheduler. May be repeated.")
    private List<String> rules = new ArrayList<>();

    @Mixin
    private final PlanOptions plans = new PlanOptions();

    @Option(
            names = "--resume",
            description = "Keep every finished run on disk, and go on with those that are there: for long hunts.")
    private boolean resume;

    @Option(
            names = "--survey",
            description = "What does each kind of fault break that the design does not claim to stand? So many plans of"
                    + " each kind as --runs says, 100 by default, beside faults that are stood; prints a table.")
    private boolean survey;

    @Option(names = "-j", paramLabel = "N", description = "Worker threads. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "DIR", description = "Where finds go. Default: results.")
    private Path out = Path.of("results");

    @Parameters(arity = "1", paramLabel = "FILE", description = "A scenario file, or one of a cluster alone.")
    private Path file = Path.of("");

    private volatile boolean stopped;

    HuntCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException, IOException, InterruptedException {
        checkNumbers();
        FaultProfile profile = plans.profile();
        Path found = console.find(file);
        Scenario read = (CheckCommand.isCluster(found)
                        ? scenario.readCluster(found, console)
                        : scenario.read(found, console))
                .scenario();
        List<String> hunted = rules.isEmpty() ? Hunt.rulesOf(read) : rules;
        boolean heal = Hunt.needsHealing(hunted);
        Function<Scenario, Simulation> world = each -> Simulation.of(each).heals(heal);
        Hunt hunt = hunt(plans.base(read, profile), profile, hunted, world);

        CountDownLatch written = new CountDownLatch(1);
        Thread atInterrupt = new Thread(() -> stopAndWait(written), "quorate-interrupt");
        Runtime.getRuntime().addShutdownHook(atInterrupt);
        try {
            if (survey) {
                return survey(plans.base(read, profile), profile, hunted, world);
            }
            return hunt(hunt, profile, new HuntFinds(console, scenario, file, heal), world);
        } finally {
            written.countDown();
            if (!stopped) {
                Runtime.getRuntime().removeShutdownHook(atInterrupt);
            }
        }
    }

    private int hunt(Hunt hunt, FaultProfile profile, HuntFinds finder, Function<Scenario, Simulation> world)
            throws IOException, InterruptedException {
        HuntProgress progress = new HuntProgress(console, time(), runs);
        HuntOutcome outcome = hunt(hunt, progress, runs.orElse(Integer.MAX_VALUE));
        progress.end();
        try (Shrinker shrinker = new Shrinker(world, threads, 400)) {
            for (HuntOutcome.Rule rule : outcome.broken()) {
                if (!stopped) {
                    finder.save(rule, hunt.scenario(rule.firstRun()), shrinker, out(), progress.seconds());
                }
            }
        }
        if (output.isJson()) {
            console.out().print(HuntText.json(outcome, profile, finder.finds()));
        } else {
            console.out().print(HuntText.of(outcome, profile, finder.finds(), progress.huntedSeconds()));
        }
        for (HuntOutcome.Crash crash : outcome.crashes()) {
            console.err()
                    .println("quorate: a bug in Quorate, not in your scenario, with seed "
                            + crash.scenario().seed() + ": " + crash.message());
        }
        return !outcome.crashes().isEmpty()
                ? ExitCode.BUG
                : outcome.broken().isEmpty() ? ExitCode.OK : ExitCode.FINDING;
    }

    private int survey(Scenario base, FaultProfile profile, List<String> hunted, Function<Scenario, Simulation> world)
            throws IOException, InterruptedException {
        List<Survey.Row> rows = new ArrayList<>();
        int most = runs.orElse(SURVEYED);
        for (Kind kind : Survey.kinds(profile, base.topology())) {
            if (stopped) {
                break;
            }
            HuntProgress progress =
                    new HuntProgress(console, time.map(text -> PlanOptions.span("--for", text)), Optional.of(most));
            HuntOutcome outcome = hunt(hunt(base, profile.about(kind), hunted, world), progress, most);
            progress.end();
            rows.add(new Survey.Row(kind, outcome));
            console.err()
                    .printf(
                            Locale.ROOT,
                            "%s: %d rules broken in %d plans, %.1f s%n",
                            kind.keyword(),
                            outcome.broken().size(),
                            outcome.runs(),
                            progress.seconds());
            console.err().flush();
        }
        console.out().print(output.isJson() ? SurveyText.json(rows) : SurveyText.of(rows));
        return rows.stream().allMatch(row -> row.outcome().broken().isEmpty()) ? ExitCode.OK : ExitCode.FINDING;
    }

    private HuntOutcome hunt(Hunt hunt, HuntProgress progress, int most) throws IOException, InterruptedException {
        int enough = finds.orElse(Integer.MAX_VALUE);
        BooleanSupplier goOn = () -> !stopped && !progress.isOver();
        if (!resume) {
            return hunt.run(threads, most, enough, goOn, progress);
        }
        Path folder = HuntFinds.folder(out(), file);
        Files.createDirectories(folder);
        Path log = folder.resolve("runs-" + hunt.id().substring(0, ID) + ".jsonl");
        console.err().println("finished runs are kept in " + log + "; the same command goes on with them");
        console.err().flush();
        try {
            return hunt.run(threads, most, enough, goOn, progress, log, Build.text());
        } catch (RunLog.NotThisStudy e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private static Hunt hunt(
            Scenario base, FaultProfile profile, List<String> hunted, Function<Scenario, Simulation> world) {
        try {
            return new Hunt(base, profile, hunted, world);
        } catch (IllegalArgumentException e) {
            throw new UserError("--rule: " + e.getMessage(), e);
        }
    }

    private void checkNumbers() {
        if (runs.orElse(1) < 1 || threads < 1 || finds.orElse(1) < 1) {
            throw new UserError("--runs, --finds and -j are at least 1; were " + runs.orElse(1) + ", " + finds.orElse(1)
                    + " and " + threads);
        }
    }

    /** The budget of time; none when runs are counted and no time was given. */
    private Optional<Duration> time() {
        return time.map(text -> PlanOptions.span("--for", text))
                .or(() -> runs.isPresent() ? Optional.empty() : Optional.of(Duration.ofSeconds(60)));
    }

    private Path out() {
        return out.equals(Path.of("results")) ? RunOptions.results(console) : out;
    }

    /** Ctrl-C: what was found so far is written before the program ends. */
    private void stopAndWait(CountDownLatch written) {
        stopped = true;
        try {
            if (!written.await(30, TimeUnit.SECONDS)) {
                console.err().println("quorate: interrupted before the last find was written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
