package dev.quorate.experiment;

import dev.quorate.outcome.Answer;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.simulation.Simulation;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings a scenario that breaks a rule home small: a shorter run, fewer hosts, fewer and simpler faults that still break
 * the same rule with the same seed.
 *
 * <p>The answer does not depend on the number of threads. It is 1-minimal when the runs suffice: no fault of it can be
 * left out.
 */
public final class Shrinker implements AutoCloseable {

    /** What is left of a scenario may take this long after the rule was broken, tried in this order. */
    private static final List<Duration> MARGINS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));

    /**
     * What shrinking came to.
     *
     * @param scenario the smallest scenario that was found
     * @param outcome what its run came to
     * @param runs how many candidates were tried
     * @param minimal whether leaving out any one fault was tried and no longer breaks the rule
     */
    public record Shrunk(Scenario scenario, RunOutcome outcome, int runs, boolean minimal) {}

    private final Function<Scenario, Simulation> world;
    private final SystemPool pool;
    private final int most;

    /** A shrinker for the true models, that spends at most 400 runs on each find. */
    public static Shrinker create(int threads) {
        return new Shrinker(Simulation::of, threads, 400);
    }

    /**
     * A shrinker.
     *
     * @param world makes a scenario ready to run: with a user's own machines, healing at the end
     * @param most how many runs may be spent on one find
     */
    public Shrinker(Function<Scenario, Simulation> world, int threads, int most) {
        this.world = world;
        this.pool = new SystemPool(threads);
        this.most = most;
    }

    /** The results of that rule, or of one subject of it, that say it is broken. */
    public static List<VerdictResult> brokenBy(RunOutcome outcome, String rule) {
        return outcome.resultsOf(rule).stream()
                .filter(result -> result.answer() == Answer.VIOLATED)
                .toList();
    }

    /**
     * Shrink a scenario whose run breaks a rule.
     *
     * @param rule its name, {@code single-vip-holder}, with or without a subject
     * @throws IllegalArgumentException when the scenario does not break it
     */
    public Shrunk shrink(Scenario scenario, String rule) throws InterruptedException {
        Trials trials =
                new Trials(pool, world, outcome -> !brokenBy(outcome, rule).isEmpty(), most);
        Trials.Hit first = trials.first(List.of(scenario))
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + scenario.title() + "' with seed " + scenario.seed() + " does not break " + rule));
        return new Search(trials, rule, scenario, first.outcome()).run();
    }

    /** The way from one scenario to a small one. */
    private static final class Search {
        private final Trials trials;
        private final String rule;
        private Scenario scenario;
        private RunOutcome outcome;

        Search(Trials trials, String rule, Scenario scenario, RunOutcome outcome) {
            this.trials = trials;
            this.rule = rule;
            this.scenario = scenario;
            this.outcome = outcome;
        }

        Shrunk run() throws InterruptedException {
            take(shorter());
            take(SmallerClusters.withoutWorkers(scenario));
            fewerMasters();
            for (int chunk = (plan().size() + 1) / 2; chunk >= 1; chunk = chunk > 1 ? (chunk + 1) / 2 : 0) {
                dropChunks(chunk);
            }
            Set<List<ScheduledFault>> tried = new HashSet<>();
            boolean better = true;
            while (better && !trials.isSpent()) {
                better = false;
                for (int i = 0; i < plan().size(); i++) {
                    better |= simplify(i, tried);
                }
                dropChunks(1);
            }
            fewerMasters();
            take(shorter());
            return new Shrunk(scenario, outcome, trials.runs(), isMinimal());
        }

        private List<ScheduledFault> plan() {
            return scenario.timeline();
        }

        /** One master less, as often as the rule is still broken. */
        private void fewerMasters() throws InterruptedException {
            boolean fewer = true;
            while (fewer) {
                fewer = take(SmallerClusters.withoutOneMaster(scenario));
            }
        }

        private boolean take(List<Scenario> candidates) throws InterruptedException {
            Optional<Trials.Hit> hit = trials.first(candidates);
            hit.ifPresent(found -> {
                scenario = candidates.get(found.index());
                outcome = found.outcome();
            });
            return hit.isPresent();
        }

        private void dropChunks(int chunk) throws InterruptedException {
            boolean dropped = true;
            while (dropped && plan().size() >= chunk) {
                dropped = take(with(SimplerPlans.without(plan(), chunk)));
            }
        }

        private boolean simplify(int place, Set<List<ScheduledFault>> tried) throws InterruptedException {
            Topology topology = scenario.topology();
            boolean any = false;
            boolean better = true;
            while (better && place < plan().size()) {
                List<List<ScheduledFault>> fresh = SimplerPlans.withSimpler(plan(), place, topology).stream()
                        .filter(tried::add)
                        .toList();
                better = take(with(fresh));
                any |= better;
            }
            return any;
        }

        /** A rounder time may lie behind the end of a run that was shortened: no file could say so. */
        private List<Scenario> with(List<List<ScheduledFault>> plans) {
            return plans.stream()
                    .filter(plan -> begunBefore(plan, scenario.duration()).size() == plan.size())
                    .map(scenario::withTimeline)
                    .toList();
        }

        /** Ended soon after the rule was broken, without the faults that come later: for what is asked at each instant. */
        private List<Scenario> shorter() {
            List<VerdictResult> broken = brokenBy(outcome, rule);
            List<Scenario> all = new ArrayList<>();
            Optional<SimTime> when = broken.stream()
                    .filter(result -> result.ruleClass() == RuleClass.ALWAYS)
                    .flatMap(result -> result.first().stream())
                    .map(Violation::from)
                    .min(SimTime::compareTo);
            when.ifPresent(from -> {
                for (Duration margin : MARGINS) {
                    Duration end = Duration.ofSeconds(
                            SimTime.span(from.plus(margin).micros() + 999_999).toSeconds());
                    if (!end.isNegative() && !end.isZero() && end.compareTo(scenario.duration()) < 0) {
                        all.add(scenario.withDuration(end).withTimeline(begunBefore(plan(), end)));
                    }
                }
            });
            return all;
        }

        private static List<ScheduledFault> begunBefore(List<ScheduledFault> plan, Duration end) {
            return plan.stream()
                    .filter(fault -> !(fault.trigger() instanceof Trigger.At at)
                            || at.time().from().compareTo(end) < 0)
                    .toList();
        }

        /** The last thing that was tried with this plan, or its like, was to leave out each of its faults. */
        private boolean isMinimal() throws InterruptedException {
            return !trials.isSpent()
                    && trials.first(with(SimplerPlans.without(plan(), 1))).isEmpty()
                    && !trials.isSpent();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
