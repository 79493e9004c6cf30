package dev.quorate.experiment;

import dev.quorate.outcome.RunRow;
import dev.quorate.simulation.engine.DrivenSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of this process, each with an actor system of its own that it uses for one run after the other.
 *
 * <p>Each thread takes the next run that nobody has; what a run comes to does not depend on who took it, or when.
 */
public final class Threads implements Crew {

    /** A finished run, or what broke it. */
    private record Done(Optional<RunRow> row, Optional<RuntimeException> broken) {}

    private static final int STOP_SECONDS = 60;

    private final int threads;

    public Threads(int threads) {
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("a crew has 1 to 1024 threads, not " + threads);
        }
        this.threads = threads;
    }

    @Override
    public void run(Study study, List<RunKey> keys, Sink sink) throws InterruptedException, IOException {
        AtomicInteger next = new AtomicInteger();
        BlockingQueue<Done> done = new LinkedBlockingQueue<>();
        int count = Math.min(threads, keys.size());
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, count));
        try {
            for (int i = 0; i < count; i++) {
                workers.execute(() -> work(study, keys, next, done));
            }
            for (int i = 0; i < keys.size(); i++) {
                Done each = done.take();
                if (each.broken().isPresent()) {
                    throw each.broken().get();
                }
                sink.accept(each.row().orElseThrow());
            }
        } finally {
            next.set(keys.size());
            workers.shutdown();
            awaitEnd(workers);
        }
    }

    /** The runs in hand end soon; nobody else may use what they use before. */
    private static void awaitEnd(ExecutorService workers) {
        boolean interrupted = false;
        try {
            workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void work(Study study, List<RunKey> keys, AtomicInteger next, BlockingQueue<Done> done) {
        try (DrivenSystem system = DrivenSystem.create()) {
            for (int i = next.getAndIncrement(); i < keys.size(); i = next.getAndIncrement()) {
                done.add(one(study, keys.get(i), system));
            }
        } catch (RuntimeException e) {
            done.add(new Done(Optional.empty(), Optional.of(e)));
        }
    }

    private static Done one(Study study, RunKey key, DrivenSystem system) {
        try {
            Cell cell = study.cells().get(key.cell());
            return new Done(Optional.of(cell.run(key.cell(), key.seed(), system)), Optional.empty());
        } catch (RuntimeException e) {
            String message = "seed " + key.seed() + " of "
                    + study.cells().get(key.cell()).name() + " broke: " + e;
            return new Done(Optional.empty(), Optional.of(new RunBroke(message, e)));
        }
    }

    @Override
    public void close() {
        // its threads end with each call
    }

    /** The keys of some cells and seeds: seed by seed, so that all cells are as far. */
    static List<RunKey> keys(int cells, long firstSeed, int from, int to) {
        List<RunKey> keys = new ArrayList<>();
        for (int i = from; i < to; i++) {
            for (int cell = 0; cell < cells; cell++) {
                keys.add(new RunKey(cell, firstSeed + i));
            }
        }
        return keys;
    }
}
