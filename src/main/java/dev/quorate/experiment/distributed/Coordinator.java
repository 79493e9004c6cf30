package dev.quorate.experiment.distributed;

import dev.quorate.experiment.Build;
import dev.quorate.experiment.RunKey;
import dev.quorate.experiment.Study;
import dev.quorate.outcome.RunRow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.delivery.WorkPullingProducerController;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Takes workers in, hands batches out, hands those out again whose deadline has passed, and counts each run once.
 *
 * <p>A worker that dies or is cut off is noticed by the delivery, which gives its unconfirmed batches to others; one that
 * hangs while its heartbeats go on is noticed by the deadline. A run that comes back twice must be the same twice.
 */
final class Coordinator extends AbstractBehavior<Coordinator.Command> {

    interface Command {}

    /** Runs to be done. */
    record Work(Study study, List<RunKey> keys) implements Command {}

    private record Next(WorkPullingProducerController.RequestNext<Wire.Batch> next) implements Command {}

    private record Tick() implements Command {}

    private record WorkerGone(String name) implements Command {}

    /** What the coordinator tells the thread that waits for it. */
    sealed interface Event {
        /** A run is finished, for the first time. */
        record Row(RunRow row) implements Event {}

        /** A run broke, or came to two results: a bug. */
        record Failed(String message) implements Event {}

        /** Something that a person wants to know. */
        record Said(String message) implements Event {}

        /** How many workers there are now. */
        record Workers(int count) implements Event {}
    }

    /** A batch that is out, and until when it may be. */
    private static final class Out {
        private final Wire.Batch batch;
        private final Duration allowed;
        private long deadlineNanos;

        Out(Wire.Batch batch, Duration allowed) {
            this.batch = batch;
            this.allowed = allowed;
        }
    }

    static final ServiceKey<Wire.ToCoordinator> KEY =
            ServiceKey.create(Wire.ToCoordinator.class, "quorate-coordinator");

    private static final Duration TICK = Duration.ofMillis(500);

    private final BlockingQueue<Event> events;
    private final String build = Build.text();
    private final String work;
    private final Duration deadline;
    private final int batchSize;
    private final ActorRef<Wire.ToCoordinator> self;
    private final TreeMap<String, ActorRef<Wire.ToWorker>> workers = new TreeMap<>();
    private final Deque<Out> waiting = new ArrayDeque<>();
    private final TreeMap<Long, Out> out = new TreeMap<>();
    private final TreeSet<RunKey> missing = new TreeSet<>();
    private final TreeMap<RunKey, String> hashes = new TreeMap<>();
    private final List<Wire.Hello> early = new ArrayList<>();
    private Optional<WorkPullingProducerController.RequestNext<Wire.Batch>> next = Optional.empty();
    private Optional<Study> study = Optional.empty();
    private long lastBatch;

    private Coordinator(ActorContext<Command> context, BlockingQueue<Event> events, Duration deadline, int batchSize) {
        super(context);
        this.events = events;
        this.deadline = deadline;
        this.batchSize = batchSize;
        this.self = context.getSelf().narrow();
        // a key of this coordinator's own: a worker of an earlier campaign is not asked for this one's work
        this.work = "quorate-work-" + Long.toHexString(System.nanoTime());
        ServiceKey<ConsumerController.Command<Wire.Batch>> key =
                ServiceKey.create(ConsumerController.serviceKeyClass(), work);
        ActorRef<WorkPullingProducerController.RequestNext<Wire.Batch>> requests =
                context.messageAdapter(WorkPullingProducerController.requestNextClass(), Next::new);
        ActorRef<WorkPullingProducerController.Command<Wire.Batch>> producer = context.spawn(
                WorkPullingProducerController.create(Wire.Batch.class, "quorate-producer", key, Optional.empty()),
                "producer");
        producer.tell(new WorkPullingProducerController.Start<>(requests));
        context.getSystem().receptionist().tell(Receptionist.register(KEY, self));
    }

    static Behavior<Command> create(BlockingQueue<Event> events, Duration deadline, int batchSize) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), TICK);
            return new Coordinator(context, events, deadline, batchSize);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Work.class, this::onWork)
                .onMessage(Next.class, this::onNext)
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(Wire.Hello.class, this::onHello)
                .onMessage(Wire.OtherHash.class, this::onOtherHash)
                .onMessage(Wire.RunDone.class, this::onRunDone)
                .onMessage(Wire.RunBroke.class, this::onRunBroke)
                .onMessage(WorkerGone.class, this::onWorkerGone)
                .build();
    }

    private Behavior<Command> onWork(Work order) {
        study = Optional.of(order.study());
        missing.addAll(order.keys());
        TreeMap<Integer, List<Long>> seeds = new TreeMap<>();
        for (RunKey key : order.keys()) {
            List<Long> batch = seeds.computeIfAbsent(key.cell(), c -> new ArrayList<>());
            batch.add(key.seed());
            if (batch.size() == batchSize) {
                enqueue(order.study(), key.cell(), batch, deadline, false);
                seeds.remove(key.cell());
            }
        }
        seeds.forEach((cell, rest) -> enqueue(order.study(), cell, rest, deadline, false));
        List<Wire.Hello> patient = List.copyOf(early);
        early.clear();
        patient.forEach(this::onHello);
        return handOut();
    }

    private void enqueue(Study of, int cell, List<Long> seeds, Duration allowed, boolean first) {
        Wire.Batch batch = new Wire.Batch(
                ++lastBatch,
                cell,
                of.cells().get(cell).text(),
                of.cells().get(cell).hash(),
                seeds);
        if (first) {
            waiting.addFirst(new Out(batch, allowed));
        } else {
            waiting.addLast(new Out(batch, allowed));
        }
    }

    private Behavior<Command> onNext(Next request) {
        next = Optional.of(request.next());
        return handOut();
    }

    private Behavior<Command> handOut() {
        if (next.isPresent() && !waiting.isEmpty()) {
            Out each = waiting.removeFirst();
            each.deadlineNanos = System.nanoTime() + each.allowed.toNanos();
            out.put(each.batch.id(), each);
            next.get().sendNextTo().tell(each.batch);
            next = Optional.empty();
        }
        return this;
    }

    /** Batches whose time is over are handed out again, with twice the time: the worker may be slow, not hung. */
    private Behavior<Command> onTick() {
        long now = System.nanoTime();
        for (Out each : List.copyOf(out.values())) {
            if (now - each.deadlineNanos > 0) {
                out.remove(each.batch.id());
                List<Long> left = each.batch.seeds().stream()
                        .filter(seed -> missing.contains(new RunKey(each.batch.index(), seed)))
                        .toList();
                if (!left.isEmpty() && study.isPresent()) {
                    say(left.size() + " runs were not done within " + each.allowed.toSeconds()
                            + " s; they are handed out again");
                    enqueue(study.get(), each.batch.index(), left, each.allowed.multipliedBy(2), true);
                }
            }
        }
        return handOut();
    }

    private Behavior<Command> onHello(Wire.Hello hello) {
        if (study.isEmpty()) {
            early.add(hello);
            return this;
        }
        if (!hello.build().equals(build)) {
            String reason = "it is build " + hello.build() + ", the campaign's is " + build;
            hello.worker().tell(new Wire.Refused(reason));
            say("worker " + hello.name() + " is refused: " + reason);
            return this;
        }
        if (workers.put(hello.name(), hello.worker()) == null) {
            say("worker " + hello.name() + " joined with " + hello.hands()
                    + (hello.hands() == 1 ? " thread" : " threads"));
        }
        getContext().watchWith(hello.worker(), new WorkerGone(hello.name()));
        hello.worker()
                .tell(new Wire.Begin(
                        self,
                        work,
                        study.get().cells().get(0).text(),
                        study.get().cells().get(0).hash()));
        events.add(new Event.Workers(workers.size()));
        return this;
    }

    private Behavior<Command> onWorkerGone(WorkerGone gone) {
        if (workers.remove(gone.name()) != null) {
            say("worker " + gone.name() + " is gone; its runs are done elsewhere");
        }
        events.add(new Event.Workers(workers.size()));
        return this;
    }

    private Behavior<Command> onOtherHash(Wire.OtherHash other) {
        workers.remove(other.name());
        say("worker " + other.name() + " is refused: it reads the scenario as " + other.hash()
                + ", not as the campaign does");
        return this;
    }

    private Behavior<Command> onRunDone(Wire.RunDone done) {
        RunRow row;
        try {
            row = RunRow.parse(done.line());
        } catch (IOException e) {
            return fail("worker " + done.name() + " sent what is no run: " + e.getMessage());
        }
        RunKey key = new RunKey(row.cell(), row.seed());
        String hash = hashes.putIfAbsent(key, row.hash());
        if (hash != null && !hash.equals(row.hash())) {
            return fail(
                    "seed " + row.seed() + " came to two different traces; worker " + done.name() + " has one of them");
        }
        if (missing.remove(key)) {
            events.add(new Event.Row(row));
        }
        Out batch = out.get(done.batch());
        if (batch != null && batch.batch.seeds().stream().noneMatch(s -> missing.contains(new RunKey(row.cell(), s)))) {
            out.remove(done.batch());
        }
        return this;
    }

    private Behavior<Command> onRunBroke(Wire.RunBroke broke) {
        return fail(broke.message() + " (on worker " + broke.name() + ")");
    }

    private Behavior<Command> fail(String message) {
        events.add(new Event.Failed(message));
        return this;
    }

    private void say(String message) {
        events.add(new Event.Said(message));
    }
}
