package dev.quorate.simulation.engine;

import com.typesafe.config.Config;
import dev.quorate.time.EventQueue;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Pekko's scheduler on virtual time. Named in the configuration ({@code pekko.scheduler.implementation}), and made by
 * the actor system with this constructor's arguments.
 */
public final class DrivenScheduler extends AbstractScheduler {

    private final Driver driver;

    public DrivenScheduler(Config config, LoggingAdapter log, ThreadFactory threadFactory) {
        this.driver = DrivenSystem.driverOfThisThread();
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in AbstractScheduler all the same
    public Cancellable schedule(
            FiniteDuration initialDelay, FiniteDuration interval, Runnable runnable, ExecutionContext executor) {
        Repeated repeated = new Repeated(runnable, executor, interval.toMicros());
        repeated.arm(initialDelay.toMicros());
        return repeated;
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable runnable, ExecutionContext executor) {
        Repeated once = new Repeated(runnable, executor, -1);
        once.arm(delay.toMicros());
        return once;
    }

    /** Ticks a second: Pekko checks intervals against it. */
    @Override
    public double maxFrequency() {
        return 1_000_000;
    }

    private final class Repeated implements Cancellable, Runnable {
        private final Runnable work;
        private final ExecutionContext executor;
        private final long intervalMicros;
        private EventQueue.@Nullable Entry<Runnable> entry;
        private boolean cancelled;

        Repeated(Runnable work, ExecutionContext executor, long intervalMicros) {
            this.work = work;
            this.executor = executor;
            this.intervalMicros = intervalMicros;
        }

        void arm(long delayMicros) {
            entry = driver.after(delayMicros, this);
        }

        @Override
        public void run() {
            executor.execute(work);
            if (intervalMicros >= 0 && !cancelled) {
                arm(intervalMicros);
            }
        }

        @Override
        public boolean cancel() {
            boolean pending = !cancelled && entry != null && entry.isPending();
            cancelled = true;
            if (entry != null) {
                driver.cancel(entry);
            }
            return pending;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
