package dev.quorate.simulation.engine;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Gives a Pekko dispatcher an executor whose tasks the simulation thread itself runs. Named in the configuration. */
public final class DrivenExecutorConfigurator extends ExecutorServiceConfigurator {

    private final Driver driver;

    public DrivenExecutorConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        this.driver = DrivenSystem.driverOfThisThread();
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        return () -> new DrivenExecutor(driver);
    }

    /** The executor: it only queues. */
    private static final class DrivenExecutor extends AbstractExecutorService {
        private final Driver driver;
        private boolean shutdown;

        DrivenExecutor(Driver driver) {
            this.driver = driver;
        }

        @Override
        public void execute(Runnable task) {
            driver.execute(task);
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutdown;
        }
    }
}
