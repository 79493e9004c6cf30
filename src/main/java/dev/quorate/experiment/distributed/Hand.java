package dev.quorate.experiment.distributed;

import dev.quorate.experiment.Cell;
import dev.quorate.outcome.RunRow;
import dev.quorate.simulation.engine.DrivenSystem;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a worker with a driven system of its own: pulls a batch, runs its seeds, sends each run home at once, and
 * confirms the batch when it is done.
 */
final class Hand extends AbstractBehavior<Hand.Command> {

    interface Command {}

    /** Runs a seed; tests put one in its place that hangs. */
    @FunctionalInterface
    interface Runner {
        RunRow run(Cell cell, int index, long seed, DrivenSystem system);
    }

    private record Pulled(ConsumerController.Delivery<Wire.Batch> delivery) implements Command {}

    private record Finished(ActorRef<ConsumerController.Confirmed> confirmTo) implements Command {}

    private final String name;
    private final ActorRef<Wire.ToCoordinator> coordinator;
    private final Runner runner;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService thread;
    private final Bench bench = new Bench();

    /** What the thread uses, and nobody else. */
    private static final class Bench {
        private @Nullable DrivenSystem system;
        private String cellText = "";
        private @Nullable Cell cell;

        DrivenSystem system() {
            if (system == null) {
                system = DrivenSystem.create();
            }
            return system;
        }

        /** The batch's cell, read once for batches in a row. */
        Cell cell(Wire.Batch batch) throws IOException {
            Cell known = cell;
            if (known == null || !cellText.equals(batch.cell())) {
                known = Cell.parse(batch.cell());
                if (!known.hash().equals(batch.hash())) {
                    throw new IOException(
                            "this worker reads the scenario as " + known.hash() + ", the campaign as " + batch.hash());
                }
                cell = known;
                cellText = batch.cell();
            }
            return known;
        }

        void close() {
            if (system != null) {
                system.close();
                system = null;
            }
        }
    }

    private Hand(
            ActorContext<Command> context,
            String name,
            String work,
            ActorRef<Wire.ToCoordinator> coordinator,
            Runner runner) {
        super(context);
        this.name = name;
        this.coordinator = coordinator;
        this.runner = runner;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "quorate-hand");
            made.setDaemon(true);
            return made;
        });
        ServiceKey<ConsumerController.Command<Wire.Batch>> key =
                ServiceKey.create(ConsumerController.serviceKeyClass(), work);
        ActorRef<ConsumerController.Delivery<Wire.Batch>> deliveries =
                context.messageAdapter(ConsumerController.deliveryClass(), Pulled::new);
        context.spawn(ConsumerController.create(key), "consumer").tell(new ConsumerController.Start<>(deliveries));
    }

    static Behavior<Command> create(String name, String work, ActorRef<Wire.ToCoordinator> coordinator, Runner runner) {
        return Behaviors.setup(context -> new Hand(context, name, work, coordinator, runner));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Pulled.class, this::onPulled)
                .onMessage(Finished.class, finished -> {
                    finished.confirmTo().tell(ConsumerController.confirmed());
                    return this;
                })
                .onSignal(PostStop.class, signal -> {
                    stopped.set(true);
                    thread.execute(bench::close);
                    thread.shutdown();
                    return this;
                })
                .build();
    }

    private Behavior<Command> onPulled(Pulled pulled) {
        Wire.Batch batch = pulled.delivery().message();
        ActorRef<ConsumerController.Confirmed> confirmTo = pulled.delivery().confirmTo();
        ActorRef<Command> self = getContext().getSelf();
        thread.execute(() -> {
            run(batch);
            self.tell(new Finished(confirmTo));
        });
        return this;
    }

    /** On the hand's own thread. */
    private void run(Wire.Batch batch) {
        long at = -1;
        try {
            Cell cell = bench.cell(batch);
            for (long seed : batch.seeds()) {
                if (stopped.get()) {
                    return;
                }
                at = seed;
                RunRow row = runner.run(cell, batch.index(), seed, bench.system());
                coordinator.tell(new Wire.RunDone(name, batch.id(), row.line()));
            }
        } catch (IOException | RuntimeException e) {
            coordinator.tell(new Wire.RunBroke(name, batch.id(), "seed " + at + " broke: " + e));
        }
    }
}
