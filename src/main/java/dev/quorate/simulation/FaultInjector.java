package dev.quorate.simulation;

import dev.quorate.scenario.fault.FaultTarget;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.TimelinePlayer;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** The actor that plays the timeline: fate and the operators. */
final class FaultInjector implements TimelinePlayer.Stage {

    /** What it is told. */
    sealed interface Command {

        /** Time zero: the timeline begins. */
        record Begin() implements Command {}

        /** A time that the player asked for has come. */
        record Due(long token) implements Command {}

        /** Undo everything, to see the cluster recover. */
        record Heal() implements Command {}

        /** The run is over. */
        record End() implements Command {}
    }

    private final World world;
    private final TimelinePlayer player;
    private @Nullable ActorRef<Command> self;
    private List<EventId> outside = List.of();

    FaultInjector(World world, List<ScheduledFault> timeline) {
        this.world = world;
        this.player = new TimelinePlayer(timeline, world.streams(), this);
    }

    TimelinePlayer player() {
        return player;
    }

    Behavior<Command> behavior() {
        return Behaviors.setup(context -> {
            self = context.getSelf();
            return Behaviors.receiveMessage(command -> {
                world.recorder().enter(List.of());
                onCommand(command);
                return Behaviors.same();
            });
        });
    }

    private void onCommand(Command command) {
        if (command instanceof Command.Due due) {
            player.onTimer(due.token());
        } else if (command instanceof Command.Begin) {
            player.onStart();
        } else if (command instanceof Command.Heal) {
            player.healEverything();
        } else {
            player.onEnd();
        }
    }

    /** Every record of the trace passes here, for conditions and symbolic targets. */
    void onRecord(TraceRecord record) {
        player.onRecord(record);
    }

    @Override
    public void setTimer(long token, Duration delay) {
        world.driver().after(SimTime.micros(delay), () -> {
            if (self != null) {
                self.tell(new Command.Due(token));
            }
        });
    }

    @Override
    public EventId openAct(TraceEvent event, List<EventId> causes) {
        outside = world.recorder().current();
        world.recorder().enter(List.of());
        return world.recorder().record("", "", event, causes, List.of());
    }

    @Override
    public void closeAct() {
        world.recorder().enter(outside);
    }

    @Override
    public FaultTarget world(RandomStream random) {
        return new WorldTarget(world, random);
    }
}
