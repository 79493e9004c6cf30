package dev.quorate.planted;

import dev.quorate.experiment.FaultProfile;
import dev.quorate.experiment.Hunt;
import dev.quorate.experiment.Replication;
import dev.quorate.experiment.Shrinker;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.StartMode;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.Budget;
import dev.quorate.simulation.engine.DrivenSystem;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs scenarios with a bug switched on, inside the greenhouse's own world of classes. */
public final class Keeper implements UnaryOperator<String> {

    /** What a hunt for one bug came to. */
    private record Caught(VerdictResult by, Scenario scenario, int runs) {}

    /** As long as the program's own hunt watches a cluster after the last fault may have begun. */
    private static final Duration TAIL = Duration.ofMinutes(1);

    /** Made at the first question, when the thread's class loader is that of this world. */
    private @Nullable DrivenSystem system;

    /**
     * Answer a question.
     *
     * @param question {@code replay BUG} and below it the text of a scenario, answered with {@code ANSWER of its rule,
     *     trace's hash}; or {@code hunt BUG SECONDS RUNS}, answered with a row of the table and below it the shrunk
     *     scenario. BUG {@code none} is the true model
     */
    @Override
    public String apply(String question) {
        String[] words = question.lines().findFirst().orElse("").split(" ");
        Planted.grow(words[1]);
        try {
            return words[0].equals("replay")
                    ? replay(words[1], question.substring(question.indexOf('\n') + 1))
                    : hunt(Bugs.named(words[1]), Double.parseDouble(words[2]), Integer.parseInt(words[3]));
        } catch (ScenarioException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            Planted.grow("");
        }
    }

    private String replay(String bug, String text) throws ScenarioException {
        Scenario scenario =
                ScenarioParser.parseText(bug, text, ParseOptions.NONE).scenario();
        String rule = scenario.expectations().get(0).key();
        RunOutcome outcome = run(bug.equals("none") ? scenario : Bugs.named(bug).mistaken(scenario));
        return (Shrinker.brokenBy(outcome, rule).isEmpty() ? "held" : "violated") + " " + outcome.traceHash();
    }

    /** A bug may send messages round in a circle: a run of a minute has some 25,000 events. */
    private static Simulation simulation(Scenario scenario) {
        return Simulation.of(scenario).budget(new Budget(200_000, 50_000));
    }

    private DrivenSystem own() {
        DrivenSystem own = system == null ? DrivenSystem.create() : system;
        system = own;
        return own;
    }

    private RunOutcome run(Scenario scenario) {
        return Replication.of(simulation(scenario)).attempt(own(), record -> {}).outcome();
    }

    /** As a hunt runs it: until nothing more can happen. */
    private RunOutcome quickly(Scenario scenario) {
        return Replication.unhashed(simulation(scenario))
                .attemptUntilSteady(own(), record -> {})
                .outcome();
    }

    private String hunt(Bug bug, double seconds, int runs) throws InterruptedException {
        long begin = cpuNanos();
        FaultProfile profile = FaultProfile.everything();
        Scenario base = bug.cluster()
                .get()
                .withDuration(profile.within().plus(TAIL))
                .withStart(StartMode.WARM, SteadyStart.FREE.warmUp(SteadyStart.SHORTEST));
        Hunt hunt = new Hunt(base, profile, List.of(), Keeper::simulation);
        Optional<Caught> caught = Optional.empty();
        int run = 0;
        while (caught.isEmpty() && run < runs && (cpuNanos() - begin) / 1e9 < seconds) {
            caught = tryOne(bug, hunt.scenario(run), ++run);
        }
        double took = (cpuNanos() - begin) / 1e9;
        if (caught.isEmpty()) {
            return String.format(Locale.ROOT, "| %s | missed | %d | %.1f | |%n", bug.name(), run, took);
        }
        Caught found = caught.get();
        String rule = found.by().fullName();
        Scenario small = small(bug, found, rule);
        return String.format(
                        Locale.ROOT,
                        "| %s | %s | %d | %.1f | %d |%n",
                        bug.name(),
                        rule,
                        found.runs(),
                        took,
                        small.timeline().size())
                + ScenarioWriter.write(small);
    }

    /** A bug of the store or of an election breaks no rule of membership and fencing but by chance, and vice versa. */
    private static boolean isOfElection(String rule) {
        return !List.of(
                        "single-vip-holder",
                        "resource-active-at-most-once",
                        "fenced-before-recovery",
                        "single-quorate-partition",
                        "totem-ring-agreement")
                .contains(rule);
    }

    /** Of this thread, which alone hunts: what else runs on the machine counts little. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** A plan catches a bug when a safety rule is broken with it that the true model keeps. */
    private Optional<Caught> tryOne(Bug bug, Scenario scenario, int runs) {
        Planted.grow(bug.name());
        List<VerdictResult> broken = quickly(bug.mistaken(scenario)).broken().stream()
                .filter(result -> isOfElection(result.name()) == isOfElection(bug.expected()))
                .filter(result -> result.ruleClass() == RuleClass.ALWAYS)
                .sorted(Comparator.comparing(result -> !result.name().equals(bug.expected())))
                .toList();
        if (broken.isEmpty()) {
            return Optional.empty();
        }
        Planted.grow("");
        RunOutcome truth = quickly(scenario);
        Planted.grow(bug.name());
        return broken.stream()
                .filter(result -> Shrinker.brokenBy(truth, result.fullName()).isEmpty())
                .map(result -> new Caught(result, scenario, runs))
                .findFirst();
    }

    /** Shrunk with the bug; as found when the true model would break the rule in the small scenario too. */
    private Scenario small(Bug bug, Caught caught, String rule) throws InterruptedException {
        int dot = rule.indexOf('.');
        Expectation held = new Expectation(
                dot < 0 ? rule : rule.substring(0, dot), dot < 0 ? "" : rule.substring(dot + 1), new Wanted.Held());
        Scenario found = caught.scenario().withTitle("Planted: " + bug.name()).withExpectations(List.of(held));
        try (Shrinker shrinker = new Shrinker(s -> simulation(bug.mistaken(s)), 1, 60)) {
            Scenario small = shrinker.shrink(found, rule).scenario();
            Planted.grow("");
            return Shrinker.brokenBy(run(small), rule).isEmpty() ? small : found;
        }
    }
}
