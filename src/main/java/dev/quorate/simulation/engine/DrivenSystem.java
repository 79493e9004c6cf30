package dev.quorate.simulation.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * An actor system whose time and threads are the caller's: nothing in it moves unless its {@link Driver} is run.
 *
 * <p>Making one takes some 50 ms, so each worker thread makes one and uses it again for each run. Pekko makes scheduler
 * and executors itself, from class names in the configuration; the driver reaches them through a thread-local that is
 * set in this file only.
 */
public final class DrivenSystem implements AutoCloseable {

    private static final ThreadLocal<@Nullable Driver> BOOTING = new ThreadLocal<>();

    private static final Config CONFIG = ConfigFactory.parseString("""
                    pekko {
                      stdout-loglevel = OFF
                      loglevel = OFF
                      log-dead-letters = off
                      log-dead-letters-during-shutdown = off
                      jvm-shutdown-hooks = off
                      coordinated-shutdown.run-by-jvm-shutdown-hook = off
                      coordinated-shutdown.run-by-actor-system-terminate = off
                      scheduler.implementation = "dev.quorate.simulation.engine.DrivenScheduler"
                      actor {
                        provider = local
                        default-dispatcher {
                          type = Dispatcher
                          executor = "dev.quorate.simulation.engine.DrivenExecutorConfigurator"
                          throughput = 1
                        }
                        internal-dispatcher {
                          type = Dispatcher
                          executor = "dev.quorate.simulation.engine.DrivenExecutorConfigurator"
                          throughput = 1
                        }
                        default-blocking-io-dispatcher {
                          type = Dispatcher
                          executor = "dev.quorate.simulation.engine.DrivenExecutorConfigurator"
                          throughput = 1
                        }
                      }
                    }
                    """)
            .withFallback(ConfigFactory.defaultReference(DrivenSystem.class.getClassLoader()))
            .resolve();

    private final Driver driver;
    private final ActorSystem<Command> system;
    private int runs;

    private DrivenSystem(Driver driver, ActorSystem<Command> system) {
        this.driver = driver;
        this.system = system;
    }

    /** Boot a system for the calling thread, which alone may use it. */
    public static DrivenSystem create() {
        Driver driver = new Driver();
        BOOTING.set(driver);
        driver.runInline(true);
        ActorSystem<Command> system = ActorSystem.create(guardian(), "quorate", CONFIG);
        driver.drain();
        driver.runInline(false);
        return new DrivenSystem(driver, system);
    }

    static Driver driverOfThisThread() {
        Driver driver = BOOTING.get();
        if (driver == null) {
            throw new IllegalStateException("a driven scheduler or executor was made outside DrivenSystem.create()");
        }
        return driver;
    }

    public Driver driver() {
        return driver;
    }

    /** Spawn the root actor of a run; all else of the run are its descendants. */
    public <T> ActorRef<T> spawnRoot(Behavior<T> behavior, String name) {
        Spawn<T> spawn = new Spawn<>(behavior, name + "-" + ++runs);
        system.tell(spawn);
        driver.drain();
        ActorRef<T> spawned = spawn.spawned;
        if (spawned == null) {
            throw new IllegalStateException("the guardian did not spawn " + name);
        }
        return spawned;
    }

    /** Stop the root actor of a run, with all its descendants; nothing of the run is left then. */
    public void stopRoot(ActorRef<?> root) {
        driver.runInline(true);
        system.tell(new Stop(root));
        driver.drain();
        driver.runInline(false);
    }

    /** How many root actors live; 0 between runs. */
    public int rootCount() {
        Count count = new Count();
        system.tell(count);
        driver.drain();
        return count.children;
    }

    @Override
    public void close() {
        driver.runInline(true);
        system.terminate();
        driver.drain();
        BOOTING.remove();
    }

    private static Behavior<Command> guardian() {
        return Behaviors.receive((context, command) -> {
            command.apply(context);
            return Behaviors.same();
        });
    }

    /** What the guardian is asked to do; answered at once, in the caller's own object: there is one thread only. */
    private interface Command {
        void apply(org.apache.pekko.actor.typed.javadsl.ActorContext<Command> context);
    }

    private static final class Spawn<T> implements Command {
        private final Behavior<T> behavior;
        private final String name;
        private @Nullable ActorRef<T> spawned;

        Spawn(Behavior<T> behavior, String name) {
            this.behavior = behavior;
            this.name = name;
        }

        @Override
        public void apply(org.apache.pekko.actor.typed.javadsl.ActorContext<Command> context) {
            spawned = context.spawn(behavior, name);
        }
    }

    private record Stop(ActorRef<?> root) implements Command {
        @Override
        public void apply(org.apache.pekko.actor.typed.javadsl.ActorContext<Command> context) {
            stop(context, root);
        }

        private static <T> void stop(
                org.apache.pekko.actor.typed.javadsl.ActorContext<Command> context, ActorRef<T> child) {
            context.stop(child);
        }
    }

    private static final class Count implements Command {
        private int children;

        @Override
        public void apply(org.apache.pekko.actor.typed.javadsl.ActorContext<Command> context) {
            children = context.getChildren().size();
        }
    }
}
