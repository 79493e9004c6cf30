package dev.quorate.outcome;

import dev.quorate.outcome.ExpectationOutcome.State;
import dev.quorate.outcome.Proportion.Range;
import java.util.Optional;

/**
 * What became of one expectation over a campaign.
 *
 * @param name as the scenario spells it
 * @param expected as the scenario spells it: {@code held}, {@code 60s}, {@code violated in 30%..70%}
 * @param wanted for {@code violated in}, the share of runs that is to break the rule; empty when each run is judged
 * @param risk in how many runs it was not met; for {@code violated in}, in how many the rule was broken
 */
public record ExpectationRisk(String name, String expected, Optional<Range> wanted, Risk risk) {

    /**
     * A share is met when it lies in the wanted range, broken when its interval of 95 % lies outside, and inconclusive
     * between; anything else is met when no run missed it.
     */
    public State state() {
        if (risk.judged() == 0) {
            return State.INCONCLUSIVE;
        }
        if (wanted.isEmpty()) {
            return risk.broken() > 0 ? State.BROKEN : risk.undecided() > 0 ? State.INCONCLUSIVE : State.MET;
        }
        Proportion share = new Proportion(risk.broken(), risk.judged());
        Range range = wanted.get();
        if (share.share() >= range.low() && share.share() <= range.high()) {
            return State.MET;
        }
        Range wilson = share.wilson();
        return wilson.high() < range.low() || wilson.low() > range.high() ? State.BROKEN : State.INCONCLUSIVE;
    }

    /** In words: {@code not met in none of 200 runs ...}, {@code violated in 150 of 200 runs ...}. */
    public String words() {
        return (wanted.isPresent() ? "violated in " : "not met in ") + risk.words();
    }
}
