package dev.quorate.experiment.distributed;

import dev.quorate.experiment.Crew;
import dev.quorate.experiment.RunKey;
import dev.quorate.experiment.Study;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Leave;

/** The workers of a Pekko cluster, which this process joins as their coordinator. */
public final class ClusterCrew implements Crew {

    private static final Duration JOIN = Duration.ofSeconds(90);
    private static final Duration NO_WORKER = Duration.ofMinutes(2);
    private static final int LEAVE_SECONDS = 8;

    private final BlockingQueue<Coordinator.Event> events;
    private final ActorSystem<Coordinator.Command> system;
    private final Consumer<String> says;
    private int workers;

    private ClusterCrew(
            ActorSystem<Coordinator.Command> system, BlockingQueue<Coordinator.Event> events, Consumer<String> says) {
        this.system = system;
        this.events = events;
        this.says = says;
    }

    /**
     * Join the workers' cluster.
     *
     * @param listen where workers reach this process
     * @param join any worker's address
     * @param deadline after how long a batch is handed out again
     * @param batch how many runs a batch has
     * @param says hears what a person wants to know
     * @throws CrewException when nobody lets this process in
     */
    public static ClusterCrew join(Endpoint listen, Endpoint join, Duration deadline, int batch, Consumer<String> says)
            throws CrewException, InterruptedException {
        return join(listen, join, deadline, batch, JOIN, says);
    }

    /** The same; {@code patience} is how long it waits to be let in. */
    static ClusterCrew join(
            Endpoint listen, Endpoint join, Duration deadline, int batch, Duration patience, Consumer<String> says)
            throws CrewException, InterruptedException {
        LinkedBlockingQueue<Coordinator.Event> events = new LinkedBlockingQueue<>();
        ActorSystem<Coordinator.Command> system = ActorSystem.create(
                Coordinator.create(events, deadline, batch),
                ClusterConfig.SYSTEM,
                ClusterConfig.of(listen, ClusterConfig.COORDINATOR, List.of(join)));
        ClusterCrew crew = new ClusterCrew(system, events, says);
        try {
            crew.awaitUp(join, patience);
        } catch (CrewException | InterruptedException e) {
            crew.close();
            throw e;
        }
        return crew;
    }

    private void awaitUp(Endpoint join, Duration patience) throws CrewException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Cluster cluster = Cluster.get(system);
        while (!cluster.selfMember().status().equals(MemberStatus.up())) {
            if (System.nanoTime() - end > 0) {
                throw new CrewException("no worker at " + join + " lets this process in within " + patience.toSeconds()
                        + " s; start one with: quorate worker --listen " + join);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void run(Study study, List<RunKey> keys, Sink sink) throws InterruptedException, IOException, CrewException {
        system.tell(new Coordinator.Work(study, keys));
        int left = keys.size();
        long idle = System.nanoTime();
        while (left > 0) {
            Coordinator.Event event = events.poll(1, TimeUnit.SECONDS);
            if (event instanceof Coordinator.Event.Row row) {
                sink.accept(row.row());
                left--;
            } else if (event instanceof Coordinator.Event.Failed failed) {
                throw new RunBroke(failed.message(), new IllegalStateException(failed.message()));
            } else if (event instanceof Coordinator.Event.Said said) {
                says.accept(said.message());
            } else if (event instanceof Coordinator.Event.Workers now) {
                workers = now.count();
            }
            if (workers > 0) {
                idle = System.nanoTime();
            }
            check(idle);
        }
    }

    private void check(long idle) throws CrewException {
        if (system.whenTerminated().isCompleted() || Cluster.get(system).isTerminated()) {
            throw new CrewException("this process was cut off from its workers and left the cluster");
        }
        if (System.nanoTime() - idle > NO_WORKER.toNanos()) {
            throw new CrewException("there has been no worker for " + NO_WORKER.toMinutes() + " minutes");
        }
    }

    /** Leave the cluster; the workers wait for another campaign. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        Cluster cluster = Cluster.get(system);
        if (cluster.selfMember().status().equals(MemberStatus.up())) {
            cluster.manager().tell(new Leave(cluster.selfMember().address()));
        } else {
            system.terminate();
        }
        try {
            await();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() throws InterruptedException {
        if (!isDown(LEAVE_SECONDS)) {
            system.terminate();
            isDown(LEAVE_SECONDS);
        }
    }

    private boolean isDown(int seconds) throws InterruptedException {
        try {
            system.getWhenTerminated().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            return true;
        }
    }
}
