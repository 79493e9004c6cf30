package dev.quorate.outcome;

import dev.quorate.outcome.Proportion.Range;
import java.util.Optional;

/**
 * In how many runs something broke.
 *
 * @param name of the rule or expectation
 * @param broken in how many runs it was broken
 * @param judged in how many runs it could be judged
 * @param undecided in how many runs it could not
 */
public record Risk(String name, int broken, int judged, int undecided) {

    /** The share of judged runs; empty when no run could be judged. */
    public Optional<Proportion> share() {
        return judged == 0 ? Optional.empty() : Optional.of(new Proportion(broken, judged));
    }

    /** In words: with no run broken it is a bound, never zero. */
    public String words() {
        if (judged == 0) {
            return "could not be judged in any of " + undecided + " runs";
        }
        Proportion share = new Proportion(broken, judged);
        String rest = undecided == 0 ? "" : ", " + undecided + " undecided";
        if (broken == 0) {
            return "none of " + judged + " runs: at most "
                    + Figures.percent(share.clopperPearson().high()) + " (95 %)" + rest;
        }
        Range wilson = share.wilson();
        return broken + " of " + judged + " runs, " + Figures.percent(share.share()) + " (95 % "
                + Figures.percent(wilson.low()) + " to " + Figures.percent(wilson.high()) + ")" + rest;
    }
}
