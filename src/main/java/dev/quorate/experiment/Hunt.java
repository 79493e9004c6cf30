package dev.quorate.experiment;

import dev.quorate.outcome.Answer;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.RandomStreams;
import dev.quorate.trace.FaultEvent;
import dev.quorate.verdict.Verdict;
import dev.quorate.verdict.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

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

    /** What a hunt keeps of a run. */
    record Kept(
            List<String> kinds,
            List<String> injected,
            TreeMap<String, Long> broken,
            TreeSet<String> judged,
            TreeSet<String> marks,
            String crash) {}

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

    /**
     * Hunt.
     *
     * @param runs the most runs
     * @param finds how many rules may be broken before the hunt ends; what is found in the same moment is left out
     * @param goOn asked before each run: a budget of time, an interruption
     * @throws InterruptedException when the calling thread was interrupted
     */
    public HuntOutcome run(int threads, int runs, int finds, BooleanSupplier goOn, Listener listener)
            throws InterruptedException {
        ConcurrentSkipListMap<Integer, Kept> kept = new ConcurrentSkipListMap<>();
        ConcurrentSkipListSet<String> found = new ConcurrentSkipListSet<>();
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try (SystemPool pool = new SystemPool(threads)) {
            List<Future<Boolean>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(system -> {
                    while (!stop.get() && goOn.getAsBoolean()) {
                        int run = next.getAndIncrement();
                        if (run >= runs) {
                            return true;
                        }
                        Kept result = run(run, system);
                        kept.put(run, result);
                        for (String rule : result.broken().keySet()) {
                            if (found.add(rule)) {
                                listener.found(rule, scenario(run));
                            }
                        }
                        if (found.size() >= finds) {
                            stop.set(true);
                        }
                        listener.done(kept.size());
                    }
                    return true;
                }));
            }
            for (Future<Boolean> worker : workers) {
                SystemPool.await(worker);
            }
        }
        return reduce(prefix(kept, finds));
    }

    private Kept run(int run, DrivenSystem system) {
        Scenario scenario = scenario(run);
        TreeSet<String> kinds = new TreeSet<>();
        scenario.timeline().forEach(fault -> kinds.add(fault.fault().kind()));
        TreeSet<String> injected = new TreeSet<>();
        TreeMap<String, Long> broken = new TreeMap<>();
        TreeSet<String> judged = new TreeSet<>();
        TreeSet<String> marks = new TreeSet<>();
        Replication.Attempt attempt = Replication.of(world.apply(scenario)).attempt(system, record -> {
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
        return new Kept(List.copyOf(kinds), List.copyOf(injected), broken, judged, marks, crash);
    }

    private boolean isHunted(VerdictResult result) {
        return rules.isEmpty()
                ? result.ruleClass() == RuleClass.ALWAYS
                : rules.contains(result.name()) || rules.contains(result.fullName());
    }

    /** The runs without a gap, up to the one that broke the last rule that was asked for. */
    private static List<Kept> prefix(Map<Integer, Kept> kept, int finds) {
        List<Kept> prefix = new ArrayList<>();
        TreeSet<String> found = new TreeSet<>();
        for (int i = 0; kept.containsKey(i) && found.size() < finds; i++) {
            Kept run = kept.get(i);
            prefix.add(run);
            found.addAll(run.broken().keySet());
        }
        return prefix;
    }

    private HuntOutcome reduce(List<Kept> runs) {
        HuntTally tally = new HuntTally();
        for (int i = 0; i < runs.size(); i++) {
            Kept run = runs.get(i);
            tally.add(i, run);
            if (!run.crash().isEmpty()) {
                tally.crash(new HuntOutcome.Crash(scenario(i), run.crash()));
            }
        }
        return tally.outcome(base, profile);
    }
}
