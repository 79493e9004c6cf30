package dev.quorate.experiment;

import dev.quorate.outcome.RunRow;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.simulation.engine.DrivenSystem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Bisects for the value of a setting at which a rule starts to break.
 *
 * <p>With the same seeds at each value (common random numbers), a seed that breaks the rule at one value breaks it at
 * every worse one, nearly always: so after each step only the seeds that still broke are asked again, and at the end the
 * value that held is asked with all of them. A seed that breaks it there moves the frontier and the search goes on.
 */
public final class Frontier {

    /** Makes the cell of a value. */
    @FunctionalInterface
    public interface Maker {
        Cell at(double value) throws ScenarioException;
    }

    /**
     * Where the rule starts to break.
     *
     * @param held the value nearest to the frontier at which no seed broke it
     * @param broken the value nearest to it at which one did
     * @param runs how many runs that took
     * @param seeds how many seeds were asked at {@code held}
     */
    public record Found(double held, double broken, int runs, int seeds) {
        /** The middle between the two. */
        public double middle() {
            return (held + broken) / 2;
        }
    }

    /** There is no frontier between the two values; the message says what is there. */
    public static final class NoFrontier extends Exception {
        private static final long serialVersionUID = 1L;

        NoFrontier(String message) {
            super(message);
        }
    }

    /** A few seeds find the neighbourhood, some more the street; all of them are asked there only. */
    private static final int ENDS = 8;

    private static final int MANY = 32;
    private static final int MOST_ROUNDS = 50;

    private final Maker maker;
    private final String rule;
    private final List<Long> seeds;
    private final int threads;
    private final TreeMap<Double, TreeSet<Long>> heldAt = new TreeMap<>();
    private int runs;

    /** A search over seeds from {@code first} on. */
    public Frontier(Maker maker, String rule, long first, int count, int threads) {
        this.maker = maker;
        this.rule = rule;
        this.threads = threads;
        this.seeds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seeds.add(first + i);
        }
    }

    /**
     * Bisect between two values, one of which breaks the rule.
     *
     * @param tolerance how near the two values must come, as a share of the frontier
     */
    public Found between(double one, double other, double tolerance)
            throws NoFrontier, InterruptedException, ScenarioException {
        List<Long> few = seeds.subList(0, Math.min(ENDS, seeds.size()));
        List<Long> first = broken(one, few);
        List<Long> second = broken(other, few);
        if (first.isEmpty() == second.isEmpty()) {
            throw new NoFrontier(rule + (first.isEmpty() ? " holds" : " breaks") + " at both ends, " + one + " and "
                    + other + ", with " + few.size() + " seeds");
        }
        double broken = first.isEmpty() ? other : one;
        double held = first.isEmpty() ? one : other;
        for (int count : new int[] {ENDS, MANY, seeds.size()}) {
            List<Long> stage = seeds.subList(0, Math.min(count, seeds.size()));
            List<Long> candidates = stage;
            for (int round = 0; ; round++) {
                if (round > MOST_ROUNDS) {
                    throw new NoFrontier("the search did not end in " + MOST_ROUNDS + " rounds");
                }
                while (Math.abs(held - broken) > tolerance * Math.abs(held + broken) / 2) {
                    double middle = (held + broken) / 2;
                    List<Long> still = broken(middle, candidates);
                    if (still.isEmpty()) {
                        held = middle;
                    } else {
                        broken = middle;
                        candidates = still;
                    }
                }
                List<Long> missed = broken(held, stage);
                if (missed.isEmpty()) {
                    break;
                }
                // further out, on the side that held
                double step = 4 * (held - broken);
                broken = held;
                held = Math.max(Math.min(one, other), Math.min(Math.max(one, other), held + step));
                candidates = missed;
            }
        }
        return new Found(held, broken, runs, seeds.size());
    }

    /** Which of these seeds break the rule at that value, in their order; the threads share the work. */
    private List<Long> broken(double value, List<Long> asked) throws InterruptedException, ScenarioException {
        TreeSet<Long> known = heldAt.computeIfAbsent(value, v -> new TreeSet<>());
        List<Long> open = asked.stream().filter(seed -> !known.contains(seed)).toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Cell cell = maker.at(value);
        int parts = Math.min(threads, open.size());
        ExecutorService workers = Executors.newFixedThreadPool(parts);
        List<Long> broken = new ArrayList<>();
        try {
            List<Future<List<Long>>> all = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                int offset = part;
                all.add(workers.submit(() -> some(cell, open, offset, parts)));
            }
            for (Future<List<Long>> each : all) {
                broken.addAll(each.get());
            }
        } catch (ExecutionException e) {
            throw new Crew.RunBroke("a run broke: " + e.getCause(), e);
        } finally {
            workers.shutdownNow();
        }
        runs += open.size();
        broken.sort(Comparator.naturalOrder());
        open.stream().filter(seed -> !broken.contains(seed)).forEach(known::add);
        return broken;
    }

    private List<Long> some(Cell cell, List<Long> open, int offset, int parts) {
        List<Long> broken = new ArrayList<>();
        try (DrivenSystem system = DrivenSystem.create()) {
            for (int i = offset; i < open.size() && !Thread.currentThread().isInterrupted(); i += parts) {
                RunRow row = cell.run(0, open.get(i), system);
                if (row.violates(rule)) {
                    broken.add(open.get(i));
                }
            }
        }
        return broken;
    }
}
