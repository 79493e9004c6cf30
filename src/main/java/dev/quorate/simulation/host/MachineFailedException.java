package dev.quorate.simulation.host;

import dev.quorate.time.SimTime;

/** A machine threw: a bug of Quorate or of a user's own machine, which fails the whole run. */
public final class MachineFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MachineFailedException(String host, String process, SimTime at, String input, RuntimeException cause) {
        super("process " + process + " on " + host + " failed at " + at + " on " + input + ": " + cause, cause);
    }
}
