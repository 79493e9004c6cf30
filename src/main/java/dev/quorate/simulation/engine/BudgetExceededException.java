package dev.quorate.simulation.engine;

import dev.quorate.time.SimTime;

/** A run went past one of its bounds; the message names who was spinning. */
public final class BudgetExceededException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private BudgetExceededException(String message) {
        super(message);
    }

    static BudgetExceededException events(long bound, SimTime at, String suspect) {
        return new BudgetExceededException(
                "the run took more than " + bound + " events and was stopped at " + at + "; most active: " + suspect);
    }

    static BudgetExceededException tasks(long bound, SimTime at, String suspect) {
        return new BudgetExceededException("virtual time stood still at " + at + " for more than " + bound
                + " steps (a livelock); spinning: " + suspect);
    }
}
