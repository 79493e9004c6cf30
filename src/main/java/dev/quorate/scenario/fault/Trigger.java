package dev.quorate.scenario.fault;

/** When a fault is injected. */
public sealed interface Trigger {

    /** At an instant after time zero. */
    record At(Spread time) implements Trigger {}

    /**
     * After another fault or a kind of event, once.
     *
     * @param reference a fault's id, or an event's kind in kebab case: {@code fence-confirmed}
     * @param delay how long after
     */
    record After(String reference, Spread delay) implements Trigger {}

    /** When a condition is first true, at time zero or later. */
    record When(Condition condition, Spread delay) implements Trigger {}
}
