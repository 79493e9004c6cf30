package dev.quorate.experiment;

import dev.quorate.outcome.RunOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.simulation.Simulation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tries candidates in order until one still fails: on several threads ahead, with the answer that one thread would give.
 */
final class Trials {

    /**
     * A candidate that still fails.
     *
     * @param index its place in the list
     * @param outcome what its run came to
     */
    record Hit(int index, RunOutcome outcome) {}

    private final SystemPool pool;
    private final Function<Scenario, Simulation> world;
    private final Predicate<RunOutcome> fails;
    private final int most;
    private int runs;

    /**
     * Trials of one failure.
     *
     * @param world makes a scenario ready to run
     * @param most how many runs may be spent
     */
    Trials(SystemPool pool, Function<Scenario, Simulation> world, Predicate<RunOutcome> fails, int most) {
        this.pool = pool;
        this.world = world;
        this.fails = fails;
        this.most = most;
    }

    /** How many candidates were tried; those that were run ahead in vain do not count. */
    int runs() {
        return runs;
    }

    boolean isSpent() {
        return runs >= most;
    }

    /** The first of them that still fails; none when none does or the runs are spent. */
    Optional<Hit> first(List<Scenario> candidates) throws InterruptedException {
        Deque<Future<RunOutcome>> ahead = new ArrayDeque<>();
        int next = 0;
        try {
            for (int i = 0; i < candidates.size() && !isSpent(); i++) {
                while (next < candidates.size() && ahead.size() < pool.threads()) {
                    Scenario candidate = candidates.get(next++);
                    ahead.add(pool.submit(system -> Replication.of(world.apply(candidate))
                            .attempt(system, record -> {})
                            .outcome()));
                }
                RunOutcome outcome = SystemPool.await(ahead.remove());
                runs++;
                if (fails.test(outcome)) {
                    return Optional.of(new Hit(i, outcome));
                }
            }
            return Optional.empty();
        } finally {
            ahead.forEach(future -> future.cancel(false));
        }
    }
}
