package dev.quorate.simulation.host;

import dev.quorate.simulation.recording.Recorder;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A host as an actor: the parent of its processes' actors, and the door for what is done to the host. */
public final class HostActor extends AbstractBehavior<HostCommand> {

    private final SimHost host;
    private final Recorder recorder;

    private HostActor(ActorContext<HostCommand> context, SimHost host) {
        super(context);
        this.host = host;
        this.recorder = host.recorder();
        host.actor(context.getSelf());
    }

    public static Behavior<HostCommand> create(SimHost host) {
        return Behaviors.setup(context -> new HostActor(context, host));
    }

    @Override
    public Receive<HostCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(HostCommand.Spawn.class, this::onSpawn)
                .onMessage(HostCommand.Reap.class, this::onReap)
                .onMessage(HostCommand.Power.class, this::onPower)
                .onMessage(HostCommand.Freeze.class, this::onFreeze)
                .onMessage(HostCommand.Kill.class, this::onKill)
                .onMessage(HostCommand.Run.class, this::onRun)
                .onMessage(HostCommand.StepClock.class, this::onStepClock)
                .onMessage(HostCommand.ClockRate.class, this::onClockRate)
                .onMessage(HostCommand.Change.class, this::onChange)
                .build();
    }

    private Behavior<HostCommand> onSpawn(HostCommand.Spawn spawn) {
        HostedProcess process = spawn.process();
        if (process.isAlive()) {
            String name = process.name() + "-" + process.incarnation();
            process.spawned(getContext().spawn(ProcessActor.create(process), actorName(name)));
        }
        return this;
    }

    private Behavior<HostCommand> onReap(HostCommand.Reap reap) {
        getContext().stop(reap.actor());
        return this;
    }

    private Behavior<HostCommand> onPower(HostCommand.Power power) {
        recorder.within(power.causes(), () -> host.power(power.action()));
        return this;
    }

    private Behavior<HostCommand> onFreeze(HostCommand.Freeze freeze) {
        recorder.within(freeze.causes(), () -> {
            if (freeze.frozen()) {
                host.freeze(freeze.clockJumps());
            } else {
                host.thaw();
            }
        });
        return this;
    }

    private Behavior<HostCommand> onKill(HostCommand.Kill kill) {
        recorder.within(kill.causes(), () -> host.signal(kill.process(), kill.signal()));
        return this;
    }

    private Behavior<HostCommand> onRun(HostCommand.Run run) {
        recorder.within(run.causes(), () -> host.spawn(run.spec(), ""));
        return this;
    }

    private Behavior<HostCommand> onStepClock(HostCommand.StepClock step) {
        recorder.within(step.causes(), () -> host.stepClock(step.stepMicros()));
        return this;
    }

    private Behavior<HostCommand> onClockRate(HostCommand.ClockRate rate) {
        recorder.within(rate.causes(), () -> host.clockRate(rate.ratePpm()));
        return this;
    }

    private Behavior<HostCommand> onChange(HostCommand.Change change) {
        recorder.within(change.causes(), () -> change.change().accept(host));
        return this;
    }

    /** Actor names allow few characters. */
    private static String actorName(String name) {
        return name.replaceAll("[^A-Za-z0-9_.*$+:@&=,!~';-]", "_");
    }
}
