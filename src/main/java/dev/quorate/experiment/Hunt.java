package dev.quorate.experiment;

import dev.quorate.outcome.Answer;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.RandomStreams;
import dev.quorate.trace.FaultEvent;
import dev.quorate.verdict.Verdict;
import dev.quorate.verdict.Verdicts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Searches for plans of faults that break a rule: at random, each run with a swarm's part of the kinds.
 *
 * <p>Run n has the scenario's seed plus n and a plan drawn from that seed, so that what is found depends on how many
 * runs there were and on nothing else.
 */
public final class Hunt {

    /** Hears of the hunt while it goes on, from any thread. */
    public interface Listener {

        /** A run is done. */
        default void done(int runs) {}

        /** A rule is broken that was not broken before. */
        default void found(String rule, Scenario by) {}
    }

    private final Scenario base;
    private final FaultProfile profile;
    private final Function<Scenario, Simulation> world;
    private final List<String> rules;

    /**
     * A hunt.
     *
     * @param base the scenario whose timeline is replaced by the plans that are drawn
     * @param rules names of rules, with or without a subject; none for every safety rule
     * @param world makes a scenario ready to run
     */
    public Hunt(Scenario base, FaultProfile profile, List<String> rules, Function<Scenario, Simulation> world) {
        this.base = base;
        this.profile = profile;
        this.rules = List.copyOf(rules);
        this.world = world;
        for (String rule : rules) {
            if (Verdicts.named(rule).isEmpty()) {
                throw new IllegalArgumentException("'" + rule + "' is no rule; known: "
                        + Verdicts.all().stream().map(Verdict::name).toList());
            }
        }
    }

    /** The rules that a scenario expects to hold; none when it expects none of them to. */
    public static List<String> rulesOf(Scenario scenario) {
        List<String> names = new ArrayList<>();
        for (Expectation expectation : scenario.expectations()) {
            boolean rule = Verdicts.named(expectation.name())
                    .filter(verdict -> verdict.ruleClass() != RuleClass.SOMETIMES)
                    .isPresent();
            if (rule
                    && (expectation.wanted() instanceof Wanted.Held || expectation.wanted() instanceof Wanted.Within)) {
                names.add(expectation.key());
            }
        }
        return names;
    }

    /** Whether one of these rules is asked only after the faults are over, so that runs must heal at their end. */
    public static boolean needsHealing(List<String> rules) {
        return rules.stream()
                .flatMap(rule -> Verdicts.named(rule).stream())
                .anyMatch(verdict -> verdict.ruleClass() == RuleClass.EVENTUALLY);
    }

    /** The scenario of one run. */
    public Scenario scenario(int run) {
        long seed = base.seed() + run;
        List<ScheduledFault> plan = profile.drawSwarm(base.topology(), new RandomStreams(seed).stream("hunt"));
        return base.withSeed(seed).withTimeline(plan);
    }

    /** SHA-256 of all that its runs depend on but the build; how many are made is no part of it. */
    public String id() {
        List<String> kinds =
                profile.kinds().stream().map(Kind::keyword).sorted().toList();
        return Cell.sha256(String.join(
                "\n",
                ScenarioWriter.write(base),
                kinds.toString(),
                String.valueOf(profile.most()),
                profile.within().toString(),
                rules.toString()));
    }

    /** Hunt, with nothing kept on disk: see {@link #run(int, int, int, BooleanSupplier, Listener, Path, String)}. */
    public HuntOutcome run(int threads, int runs, int finds, BooleanSupplier goOn, Listener listener)
            throws InterruptedException {
        HuntFold fold = new HuntFold(finds);
        run(threads, runs, goOn, listener, fold, run -> false, run -> {});
        return outcome(fold);
    }

    /**
     * Hunt, with every finished run on disk.
     *
     * @param runs the most runs
     * @param finds how many rules may be broken before the hunt ends; what is found in the same moment is left out
     * @param goOn asked before each run: a budget of time, an interruption
     * @param file where finished runs are kept; those that are there are not done again
     * @param build which build of Quorate this is: runs of another one are refused
     * @throws RunLog.NotThisStudy when the file holds runs of another hunt
     * @throws IOException when the file cannot be written; what was finished before is there
     * @throws InterruptedException when the calling thread was interrupted
     */
    public HuntOutcome run(
            int threads, int runs, int finds, BooleanSupplier goOn, Listener listener, Path file, String build)
            throws IOException, InterruptedException {
        HuntFold fold = new HuntFold(finds);
        try (HuntLog log = HuntLog.open(file, id() + " by " + build, fold::add)) {
            run(threads, runs, goOn, listener, fold, log::has, run -> {
                try {
                    log.add(run);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return outcome(fold);
    }

    private void run(
            int threads,
            int runs,
            BooleanSupplier goOn,
            Listener listener,
            HuntFold fold,
            IntPredicate isDone,
            Consumer<HuntRun> keep)
            throws InterruptedException {
        ConcurrentSkipListSet<String> found = new ConcurrentSkipListSet<>();
        AtomicInteger next = new AtomicInteger();
        try (SystemPool pool = new SystemPool(threads)) {
            List<Future<Boolean>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(system -> {
                    while (!fold.isEnough() && goOn.getAsBoolean()) {
                        int run = next.getAndIncrement();
                        if (run >= runs) {
                            return true;
                        }
                        if (isDone.test(run)) {
                            continue;
                        }
                        HuntRun result = run(run, system);
                        keep.accept(result);
                        int done = fold.add(result);
                        for (String rule : result.broken().keySet()) {
                            if (found.add(rule)) {
                                listener.found(rule, scenario(run));
                            }
                        }
                        listener.done(done);
                    }
                    return true;
                }));
            }
            for (Future<Boolean> worker : workers) {
                SystemPool.await(worker);
            }
        }
    }

    private HuntOutcome outcome(HuntFold fold) {
        return fold.tally().outcome(base, profile, this::scenario);
    }

    private HuntRun run(int run, DrivenSystem system) {
        Scenario scenario = scenario(run);
        TreeSet<String> kinds = new TreeSet<>();
        scenario.timeline().forEach(fault -> kinds.add(fault.fault().kind()));
        TreeSet<String> injected = new TreeSet<>();
        TreeMap<String, Long> broken = new TreeMap<>();
        TreeSet<String> judged = new TreeSet<>();
        TreeSet<String> marks = new TreeSet<>();
        Replication.Attempt attempt = Replication.unhashed(world.apply(scenario))
                .attemptUntilSteady(system, record -> {
                    if (record.event() instanceof FaultEvent.FaultInjected fault) {
                        injected.add(fault.faultKind());
                    }
                });
        for (VerdictResult result : attempt.outcome().verdicts()) {
            if (result.ruleClass() == RuleClass.SOMETIMES) {
                if (result.answer() == Answer.HELD) {
                    marks.add(result.name());
                }
            } else if (isHunted(result) && result.answer() != Answer.UNKNOWN) {
                judged.add(result.fullName());
                if (result.answer() == Answer.VIOLATED) {
                    broken.put(result.fullName(), result.violatedMicros());
                }
            }
        }
        String crash = attempt.crash().map(e -> String.valueOf(e.getMessage())).orElse("");
        return new HuntRun(run, kinds, injected, broken, judged, marks, crash);
    }

    private boolean isHunted(VerdictResult result) {
        return rules.isEmpty()
                ? result.ruleClass() == RuleClass.ALWAYS
                : rules.contains(result.name()) || rules.contains(result.fullName());
    }
}
