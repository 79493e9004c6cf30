package dev.quorate.experiment;

import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.Answer;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.ExpectationOutcome;
import dev.quorate.outcome.Proportion;
import dev.quorate.outcome.Quantiles;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.scenario.Scenario;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;

/**
 * One scenario over many seeds, on all cores: how likely each rule breaks, and how long what it measures takes.
 *
 * <p>Each worker thread has an actor system of its own and takes the next seed that nobody has; the results are put
 * together in the order of seeds, so they do not depend on threads or on who finished first.
 */
public final class Campaign {

    private static final int WORST = 5;

    /** What a campaign keeps of a run. */
    private record Kept(
            long seed,
            List<VerdictResult> verdicts,
            List<ExpectationOutcome> expectations,
            List<MetricValue> metrics) {}

    private final Scenario scenario;
    private final int runs;
    private final int threads;

    /**
     * A campaign over the scenario's seed and those that follow it.
     *
     * @param jitter half the width by which fixed times of the timeline are spread
     */
    public Campaign(Scenario scenario, int runs, int threads, Duration jitter) {
        if (runs < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "a campaign has at least one run and one thread: " + runs + ", " + threads);
        }
        this.scenario = Jitter.spread(scenario, jitter);
        this.runs = runs;
        this.threads = threads;
    }

    /**
     * Run it.
     *
     * @param progress hears how many runs are done, from any thread
     * @throws InterruptedException when the calling thread was interrupted
     */
    public CampaignOutcome run(IntConsumer progress) throws InterruptedException {
        AtomicReferenceArray<Kept> kept = new AtomicReferenceArray<>(runs);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, runs));
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < Math.min(threads, runs); i++) {
                all.add(workers.submit(() -> work(kept, next, done, progress)));
            }
            for (Future<?> each : all) {
                await(each);
            }
        } finally {
            workers.shutdownNow();
        }
        List<Kept> inOrder = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            inOrder.add(kept.get(i));
        }
        return reduce(inOrder);
    }

    private static void await(Future<?> worker) throws InterruptedException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void work(AtomicReferenceArray<Kept> kept, AtomicInteger next, AtomicInteger done, IntConsumer progress) {
        try (DrivenSystem system = DrivenSystem.create()) {
            for (int i = next.getAndIncrement(); i < runs && !Thread.interrupted(); i = next.getAndIncrement()) {
                long seed = scenario.seed() + i;
                RunOutcome outcome =
                        Replication.of(Simulation.of(scenario.withSeed(seed))).run(system);
                kept.set(i, new Kept(seed, outcome.verdicts(), outcome.expectations(), outcome.metrics()));
                progress.accept(done.incrementAndGet());
            }
        }
    }

    private CampaignOutcome reduce(List<Kept> all) {
        Map<String, int[]> expectations = new LinkedHashMap<>();
        Map<String, int[]> rules = new LinkedHashMap<>();
        Map<String, List<MetricValue>> metrics = new LinkedHashMap<>();
        for (Kept run : all) {
            for (ExpectationOutcome each : run.expectations()) {
                count(
                        expectations,
                        each.name() + " " + each.expected(),
                        each.state() == ExpectationOutcome.State.BROKEN,
                        each.state() == ExpectationOutcome.State.INCONCLUSIVE);
            }
            for (VerdictResult each : run.verdicts()) {
                if (each.ruleClass() != RuleClass.SOMETIMES) {
                    count(rules, each.fullName(), each.answer() == Answer.VIOLATED, each.answer() == Answer.UNKNOWN);
                }
            }
            for (MetricValue each : run.metrics()) {
                metrics.computeIfAbsent(each.fullName(), n -> new ArrayList<>()).add(each);
            }
        }
        List<CampaignOutcome.Spread> spreads = new ArrayList<>();
        metrics.forEach((name, values) -> spreads.add(spread(name, values)));
        return new CampaignOutcome(
                scenario.title(), scenario.seed(), runs, risks(expectations), risks(rules), spreads, worst(all));
    }

    /** Broken, judged, undecided. */
    private static void count(Map<String, int[]> into, String name, boolean broken, boolean undecided) {
        int[] counts = into.computeIfAbsent(name, n -> new int[3]);
        counts[0] += broken ? 1 : 0;
        counts[1] += undecided ? 0 : 1;
        counts[2] += undecided ? 1 : 0;
    }

    private static List<CampaignOutcome.Risk> risks(Map<String, int[]> counts) {
        List<CampaignOutcome.Risk> risks = new ArrayList<>();
        counts.forEach((name, of) -> {
            if (of[1] > 0) {
                risks.add(new CampaignOutcome.Risk(name, new Proportion(of[0], of[1]), of[2]));
            }
        });
        return risks;
    }

    private static CampaignOutcome.Spread spread(String name, List<MetricValue> values) {
        Quantiles quantiles =
                new Quantiles(values.stream().map(MetricValue::value).toList());
        return new CampaignOutcome.Spread(
                name,
                values.get(0).metric().unit() == Metric.Unit.COUNT,
                values.size(),
                (int) values.stream().filter(v -> v.value() > 0).count(),
                (int) values.stream().filter(MetricValue::censored).count(),
                quantiles.median(),
                quantiles.at(900),
                quantiles.at(990),
                quantiles.max());
    }

    private static List<Long> worst(List<Kept> all) {
        return all.stream()
                .filter(run -> brokenMicros(run) > 0)
                .sorted(Comparator.comparingLong(Campaign::brokenMicros)
                        .reversed()
                        .thenComparingLong(Kept::seed))
                .limit(WORST)
                .map(Kept::seed)
                .toList();
    }

    private static long brokenMicros(Kept run) {
        long micros = 0;
        for (VerdictResult each : run.verdicts()) {
            if (each.answer() == Answer.VIOLATED && each.ruleClass() != RuleClass.SOMETIMES) {
                micros += 1 + each.violatedMicros();
            }
        }
        return micros;
    }
}
