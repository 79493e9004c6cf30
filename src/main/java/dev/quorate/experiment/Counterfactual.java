package dev.quorate.experiment;

import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.Answer;
import dev.quorate.outcome.PreventionOutcome;
import dev.quorate.outcome.PreventionOutcome.Change;
import dev.quorate.outcome.PreventionOutcome.Tally;
import dev.quorate.outcome.Proportion;
import dev.quorate.outcome.Quantiles;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.simulation.Simulation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What would have prevented it: a scenario run again with one protection changed at a time, over the same seeds.
 *
 * <p>A change is tried first with the seeds that broke the rule; at the first one that breaks it again the change is
 * given up. So only changes that help cost all the runs.
 */
public final class Counterfactual implements AutoCloseable {

    private final SystemPool pool;
    private final int runs;
    private final Consumer<String> progress;

    /**
     * Prepare it.
     *
     * @param runs seeds for each change, the scenario's own first
     * @param progress hears in words what was found so far
     */
    public Counterfactual(int runs, int threads, Consumer<String> progress) {
        if (runs < 1) {
            throw new IllegalArgumentException("at least one run, not " + runs);
        }
        this.pool = new SystemPool(threads);
        this.runs = runs;
        this.progress = progress;
    }

    /** Try every protection against the violation of that rule, or of one subject of it. */
    public PreventionOutcome prevent(Scenario scenario, String rule) throws InterruptedException {
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            seeds.add(scenario.seed() + i);
        }
        List<RunOutcome> before = run(scenario, seeds, rule, false);
        List<Long> broken = new ArrayList<>();
        List<Long> whole = new ArrayList<>();
        before.forEach(outcome -> (isBroken(outcome, rule) ? broken : whole).add(outcome.seed()));
        Tally asItIs = tally(before, rule);
        progress.accept("as it is: " + rule + " broken in " + broken.size() + " of " + runs + " runs");
        List<Change> changes = new ArrayList<>();
        if (!broken.isEmpty()) {
            List<Long> order = new ArrayList<>(broken);
            order.addAll(whole);
            for (Protections.Protection each : Protections.of(scenario)) {
                List<RunOutcome> after = run(each.scenario(), order, rule, true);
                boolean removes = after.stream().noneMatch(outcome -> isBroken(outcome, rule));
                changes.add(new Change(each.name(), each.how(), removes, tally(after, rule)));
                progress.accept(each.name() + (removes ? ": removes it" : ": does not help"));
            }
            changes.sort(Comparator.comparing((Change change) -> !change.removes()));
        }
        return new PreventionOutcome(scenario.title(), rule, scenario.seed(), asItIs, changes);
    }

    /** Run it with those seeds in that order; with {@code stops}, up to the first that breaks the rule. */
    private List<RunOutcome> run(Scenario scenario, List<Long> seeds, String rule, boolean stops)
            throws InterruptedException {
        List<RunOutcome> outcomes = new ArrayList<>();
        Deque<Future<RunOutcome>> ahead = new ArrayDeque<>();
        int next = 0;
        try {
            while (outcomes.size() < seeds.size()) {
                while (next < seeds.size() && ahead.size() < pool.threads()) {
                    Scenario seeded = scenario.withSeed(seeds.get(next++));
                    ahead.add(pool.submit(system ->
                            Replication.unhashed(Simulation.of(seeded)).run(system)));
                }
                RunOutcome outcome = SystemPool.await(ahead.remove());
                outcomes.add(outcome);
                if (stops && isBroken(outcome, rule)) {
                    break;
                }
            }
        } finally {
            ahead.forEach(future -> future.cancel(false));
        }
        return outcomes;
    }

    private static boolean isBroken(RunOutcome outcome, String rule) {
        return RunOutcome.answerOf(outcome.verdicts(), rule) == Answer.VIOLATED;
    }

    private static Tally tally(List<RunOutcome> outcomes, String rule) {
        int broken = 0;
        int undecided = 0;
        int cutOff = 0;
        List<Long> recovery = new ArrayList<>();
        List<Long> away = new ArrayList<>();
        for (RunOutcome outcome : outcomes) {
            Answer answer = RunOutcome.answerOf(outcome.verdicts(), rule);
            broken += answer == Answer.VIOLATED ? 1 : 0;
            undecided += answer == Answer.UNKNOWN ? 1 : 0;
            long longest = 0;
            for (MetricValue value : outcome.metrics()) {
                if (value.metric() == Metric.RECOVERY) {
                    recovery.add(value.value());
                    cutOff += value.censored() ? 1 : 0;
                } else if (value.metric() == Metric.API_UNAVAILABLE_TIME) {
                    longest = Math.max(longest, value.value());
                }
            }
            away.add(longest);
        }
        return new Tally(
                new Proportion(broken, outcomes.size()),
                undecided,
                recovery.isEmpty() ? -1 : new Quantiles(recovery).median(),
                cutOff,
                new Quantiles(away).median());
    }

    @Override
    public void close() {
        pool.close();
    }
}
