package dev.quorate.simulation.engine;

/**
 * Bounds of a run, so that a livelocked one ends with a message instead of never.
 *
 * @param events events taken from the queue in the whole run
 * @param tasksAtOneInstant events and dispatcher tasks at one instant of virtual time: a zero-delay loop never reaches
 *     the queue's next instant
 */
public record Budget(long events, long tasksAtOneInstant) {

    /** Only for booting an actor system and for benchmarks. */
    public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Long.MAX_VALUE);

    /** What a run gets unless it says otherwise: a day of a busy cluster, and far more than one instant ever needs. */
    public static final Budget DEFAULT = new Budget(2_000_000_000L, 2_000_000L);

    public Budget {
        if (events < 1 || tasksAtOneInstant < 1) {
            throw new IllegalArgumentException("a budget is at least 1: " + events + ", " + tasksAtOneInstant);
        }
    }
}
