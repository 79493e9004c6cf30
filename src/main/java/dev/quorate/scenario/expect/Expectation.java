package dev.quorate.scenario.expect;

/**
 * One line of {@code expect}.
 *
 * @param name the rule or metric: {@code single-acting-leader}
 * @param argument what it is asked of, {@code kube-scheduler}; empty for all
 * @param wanted the outcome
 */
public record Expectation(String name, String argument, Wanted wanted) {

    /** The key in a scenario file: {@code single-acting-leader.kube-scheduler}. */
    public String key() {
        return argument.isEmpty() ? name : name + "." + argument;
    }
}
