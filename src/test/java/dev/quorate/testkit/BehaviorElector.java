package dev.quorate.testkit;

import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.ObjectMeta;
import dev.quorate.simulation.host.PekkoProcess.Door;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** An elector as an ordinary Pekko behaviour: whoever creates the Lease leads, and leads for ever. */
final class BehaviorElector extends AbstractBehavior<BehaviorElector.Command> {

    sealed interface Command {}

    record Tick() implements Command {}

    record Seen(ApiResponse response) implements Command {}

    record Created(ApiResponse response) implements Command {}

    static final String LEASE = "kube-system/singleton";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Door<Command> door;
    private final boolean forgetful;
    private boolean leads;

    private BehaviorElector(ActorContext<Command> context, Door<Command> door, boolean forgetful) {
        super(context);
        this.door = door;
        this.forgetful = forgetful;
    }

    /**
     * The behaviour.
     *
     * @param forgetful whether it leads without looking, when it cannot reach the apiserver
     */
    static Behavior<Command> create(Door<Command> door, boolean forgetful) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), Duration.ofSeconds(3));
            return new BehaviorElector(context, door, forgetful);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Tick.class, this::onTick)
                .onMessage(Seen.class, this::onSeen)
                .onMessage(Created.class, this::onCreated)
                .build();
    }

    private Behavior<Command> onTick(Tick tick) {
        door.call(
                id -> new ApiRequest.Get(
                        id, ObjectKey.lease("kube-system", "singleton"), ApiRequest.MOST_RECENT, TIMEOUT),
                TIMEOUT,
                Seen::new,
                getContext().getSelf());
        return this;
    }

    private Behavior<Command> onSeen(Seen seen) {
        if (seen.response().isNotFound()) {
            Lease mine = new Lease(ObjectMeta.of("kube-system", "singleton"), door.host(), 15, null, null, 0);
            door.call(
                    id -> new ApiRequest.Create(id, mine, TIMEOUT),
                    TIMEOUT,
                    Created::new,
                    getContext().getSelf());
        } else if (seen.response().isSuccess()) {
            lead(seen.response().as(Lease.class).holderIdentity().equals(door.host()));
        } else if (forgetful) {
            lead(true);
        }
        return this;
    }

    private Behavior<Command> onCreated(Created created) {
        lead(created.response().isSuccess());
        return this;
    }

    private void lead(boolean now) {
        if (now != leads) {
            leads = now;
            String identity = door.host();
            door.act(effects -> effects.record(
                    now ? new LeadershipStarted(LEASE, identity) : new LeadershipEnded(LEASE, identity, "not holder")));
        }
    }
}
