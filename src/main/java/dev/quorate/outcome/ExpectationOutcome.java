package dev.quorate.outcome;

/**
 * What became of one expectation of a scenario.
 *
 * @param name as the scenario spells it: {@code single-acting-leader.kube-scheduler}
 * @param expected as the scenario spells it: {@code held}, {@code violated}, {@code 60s}
 * @param found the answer: {@code held}, {@code violated}, {@code unknown}
 * @param state whether it was met
 * @param note why, in words
 */
public record ExpectationOutcome(String name, String expected, String found, State state, String note) {

    /** Whether an expectation was met. */
    public enum State {
        MET,
        BROKEN,
        INCONCLUSIVE;

        public String word() {
            return switch (this) {
                case MET -> "met";
                case BROKEN -> "broken";
                case INCONCLUSIVE -> "inconclusive";
            };
        }
    }
}
