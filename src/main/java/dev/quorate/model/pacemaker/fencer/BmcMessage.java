package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Message;
import java.time.Duration;

/** What fence agents and a management controller say to each other (IPMI over UDP, RMCP+), and how it is broken. */
public sealed interface BmcMessage extends Message {

    /** IPMI's UDP port. */
    int PORT = 623;

    /** What is asked of it. */
    enum Command {
        OFF,
        ON,
        STATUS
    }

    /** Do that. */
    record PowerRequest(long request, Command command) implements BmcMessage {}

    /**
     * Done, or not.
     *
     * @param ok whether the controller says it was done
     * @param powered whether it says the machine has power
     */
    record PowerReply(long request, boolean ok, boolean powered, String error) implements BmcMessage {}

    /** From a fault: behave like that from now on; to the process {@code bmc}. */
    record SetBehaviour(Behaviour behaviour) implements BmcMessage {}

    /** How a management controller behaves. */
    enum Mode {
        /** As it should. */
        WORKING,
        /** No answer. */
        DEAD,
        /** Refuses every command at once. */
        FAILING,
        /** Says that it did what it was told, and does nothing. */
        LYING
    }

    /**
     * A management controller's behaviour.
     *
     * @param delay how long a command takes
     * @param wiredTo the host whose power it switches; another than its own when cables were mixed up
     */
    record Behaviour(Mode mode, Duration delay, String wiredTo) {}
}
