package dev.quorate.experiment;

import dev.quorate.simulation.engine.DrivenSystem;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Worker threads with an actor system each, for runs whose results are put in order by who asked for them. */
final class SystemPool implements AutoCloseable {

    private static final ThreadLocal<DrivenSystem> OWN = new ThreadLocal<>();

    private final int threads;
    private final ExecutorService workers;

    SystemPool(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a pool has at least one thread, not " + threads);
        }
        this.threads = threads;
        this.workers = Executors.newFixedThreadPool(threads, work -> {
            Thread worker = new Thread(() -> inOwnSystem(work), "quorate-worker");
            worker.setDaemon(true);
            return worker;
        });
    }

    private static void inOwnSystem(Runnable work) {
        try (DrivenSystem system = DrivenSystem.create()) {
            OWN.set(system);
            work.run();
            // the pool's own end interrupts idle threads; the system's end must not see that
            Thread.interrupted();
        } finally {
            OWN.remove();
        }
    }

    int threads() {
        return threads;
    }

    /** Do it on one of the threads, in that thread's system. */
    <T> Future<T> submit(Function<DrivenSystem, T> work) {
        return workers.submit(() -> work.apply(OWN.get()));
    }

    /** Its result; an exception of the work is thrown here. */
    static <T> T await(Future<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Threads end after the run they are in; an interrupt would break into the actor system's own end. */
    @Override
    public void close() {
        workers.shutdown();
    }
}
