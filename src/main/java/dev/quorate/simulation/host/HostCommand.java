package dev.quorate.simulation.host;

import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.trace.EventId;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What is done to a host from outside, with its causes; and what its kernel asks of its actor. */
public sealed interface HostCommand {

    /** The power switch, or its BMC. */
    record Power(PowerAction action, List<EventId> causes) implements HostCommand {}

    /** Let the whole machine stand still, or go on; {@code clockJumps} says what its clock does when it goes on. */
    record Freeze(boolean frozen, boolean clockJumps, List<EventId> causes) implements HostCommand {}

    record Kill(String process, Signal signal, List<EventId> causes) implements HostCommand {}

    /** Start a process by hand, as a child of nobody. */
    record Run(ProcessSpec spec, List<EventId> causes) implements HostCommand {}

    record StepClock(long stepMicros, List<EventId> causes) implements HostCommand {}

    record ClockRate(long ratePpm, List<EventId> causes) implements HostCommand {}

    /** Anything else that is done to the host's kernel: files, disk, addresses, slowness. */
    record Change(java.util.function.Consumer<SimHost> change, List<EventId> causes) implements HostCommand {}

    /** The kernel forked: give the process an actor. */
    record Spawn(HostedProcess process) implements HostCommand {}

    /** The process ended: its actor stops. */
    record Reap(ActorRef<Envelope> actor) implements HostCommand {}
}
