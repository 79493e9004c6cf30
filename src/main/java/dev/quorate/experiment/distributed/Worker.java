package dev.quorate.experiment.distributed;

import dev.quorate.experiment.Build;
import dev.quorate.experiment.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * A process that does other processes' runs until it is told to stop.
 *
 * <p>One that was cut off leaves the cluster by itself, as the resolver says; it then joins anew, as another member.
 */
public final class Worker {

    private static final int PAUSE_SECONDS = 1;

    private final Endpoint listen;
    private final List<Endpoint> join;
    private final String build;
    private final int threads;
    private final Hand.Runner runner;
    private final Consumer<String> says;

    /**
     * A worker.
     *
     * @param listen where others reach it
     * @param join other workers; with none it founds a cluster
     * @param threads how many runs at once
     * @param says hears what a person wants to know
     */
    public Worker(Endpoint listen, List<Endpoint> join, int threads, Consumer<String> says) {
        this(listen, join, Build.text(), threads, Cell::run, says);
    }

    Worker(Endpoint listen, List<Endpoint> join, String build, int threads, Hand.Runner runner, Consumer<String> says) {
        this.build = build;
        this.listen = listen;
        this.join = List.copyOf(join);
        this.threads = threads;
        this.runner = runner;
        this.says = says;
    }

    /** Work until the thread is interrupted or the process ends. */
    public void serve() throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            ActorSystem<WorkerNode.Command> system = ActorSystem.create(
                    WorkerNode.create(listen.toString(), build, threads, runner, says),
                    ClusterConfig.SYSTEM,
                    ClusterConfig.of(listen, ClusterConfig.WORKER, seeds(attempt)));
            try {
                system.getWhenTerminated().toCompletableFuture().get();
            } catch (ExecutionException e) {
                says.accept("its cluster node failed: " + e.getCause());
            } catch (InterruptedException e) {
                system.terminate();
                throw e;
            }
            says.accept("was cut off from the cluster; joins it anew");
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
    }

    /** Whom to ask; one who was a member before may found the cluster anew when nobody is left. */
    private List<Endpoint> seeds(int attempt) {
        if (join.isEmpty()) {
            return List.of(listen);
        }
        List<Endpoint> seeds = new ArrayList<>();
        if (attempt > 0) {
            seeds.add(listen);
        }
        seeds.addAll(join);
        return seeds;
    }
}
