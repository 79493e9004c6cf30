package dev.quorate.experiment.distributed;

import dev.quorate.experiment.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** A worker's root: looks for a coordinator, offers itself, and has its hands work until the coordinator is gone. */
final class WorkerNode extends AbstractBehavior<WorkerNode.Command> {

    interface Command {}

    private record Found(List<ActorRef<Wire.ToCoordinator>> coordinators) implements Command {}

    private record CoordinatorGone(ActorRef<Wire.ToCoordinator> coordinator) implements Command {}

    private final String name;
    private final String build;
    private final int count;
    private final Hand.Runner runner;
    private final Consumer<String> says;
    private final List<ActorRef<Hand.Command>> hands = new ArrayList<>();
    private List<ActorRef<Wire.ToCoordinator>> known = List.of();
    private Optional<ActorRef<Wire.ToCoordinator>> serving = Optional.empty();

    private WorkerNode(
            ActorContext<Command> context,
            String name,
            String build,
            int count,
            Hand.Runner runner,
            Consumer<String> says) {
        super(context);
        this.name = name;
        this.build = build;
        this.count = count;
        this.runner = runner;
        this.says = says;
        ActorRef<Receptionist.Listing> listings = context.messageAdapter(
                Receptionist.Listing.class,
                listing -> new Found(List.copyOf(listing.getServiceInstances(Coordinator.KEY))));
        context.getSystem().receptionist().tell(Receptionist.subscribe(Coordinator.KEY, listings));
    }

    /** Runs by {@code runner} in {@code count} threads; {@code says} hears what a person wants to know. */
    static Behavior<Command> create(String name, String build, int count, Hand.Runner runner, Consumer<String> says) {
        return Behaviors.setup(context -> new WorkerNode(context, name, build, count, runner, says));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Found.class, this::onFound)
                .onMessage(Wire.Begin.class, this::onBegin)
                .onMessage(Wire.Refused.class, this::onRefused)
                .onMessage(CoordinatorGone.class, this::onCoordinatorGone)
                .build();
    }

    private Behavior<Command> onFound(Found found) {
        known = found.coordinators();
        if (serving.isPresent() && !known.contains(serving.get())) {
            stopHands("the campaign is over");
        }
        if (serving.isEmpty() && !known.isEmpty()) {
            ActorRef<Wire.ToCoordinator> coordinator = known.get(0);
            serving = Optional.of(coordinator);
            getContext().watchWith(coordinator, new CoordinatorGone(coordinator));
            coordinator.tell(new Wire.Hello(getContext().getSelf().narrow(), name, build, count));
        }
        return this;
    }

    private Behavior<Command> onBegin(Wire.Begin begin) {
        if (!hands.isEmpty()) {
            return this;
        }
        String hash;
        try {
            hash = Cell.parse(begin.cell()).hash();
        } catch (IOException e) {
            hash = "not valid (" + e.getMessage() + ")";
        }
        if (!hash.equals(begin.hash())) {
            begin.coordinator().tell(new Wire.OtherHash(name, hash));
            says.accept("refused: this worker reads the campaign's scenario as " + hash + ", the campaign as "
                    + begin.hash());
            return this;
        }
        says.accept("works for a campaign");
        for (int i = 1; i <= count; i++) {
            hands.add(getContext().spawnAnonymous(Hand.create(name, begin.work(), begin.coordinator(), runner)));
        }
        return this;
    }

    private Behavior<Command> onRefused(Wire.Refused refused) {
        says.accept("refused: " + refused.reason());
        return this;
    }

    private Behavior<Command> onCoordinatorGone(CoordinatorGone gone) {
        if (serving.isPresent() && serving.get().equals(gone.coordinator())) {
            stopHands("the campaign's process is gone");
        }
        return this;
    }

    private void stopHands(String why) {
        says.accept(why + "; waits for another");
        hands.forEach(getContext()::stop);
        hands.clear();
        serving.ifPresent(getContext()::unwatch);
        serving = Optional.empty();
    }
}
