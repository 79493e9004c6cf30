package dev.quorate.simulation.host;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The generic actor that hosts a machine: one for each incarnation of a process. */
final class ProcessActor {

    private ProcessActor() {}

    static Behavior<Envelope> create(HostedProcess process) {
        if (process.machine() instanceof PekkoProcess<?> own) {
            return own.host(process);
        }
        return Behaviors.receiveMessage(envelope -> {
            process.handle(envelope);
            return process.isAlive() ? Behaviors.same() : Behaviors.stopped();
        });
    }
}
