package dev.quorate.experiment;

import dev.quorate.outcome.Proportion;
import dev.quorate.scenario.Scenario;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a hunt came to.
 *
 * @param title the hunted scenario's
 * @param firstSeed run n has the n-th seed from this one on
 * @param runs how many plans were run
 * @param rules what became of each rule that was hunted, broken ones first
 * @param coverage what the plans reached
 * @param crashes runs that ended in a bug of ours
 */
public record HuntOutcome(
        String title, long firstSeed, int runs, List<Rule> rules, Coverage coverage, List<Crash> crashes) {

    public HuntOutcome {
        rules = List.copyOf(rules);
        crashes = List.copyOf(crashes);
    }

    /**
     * One rule.
     *
     * @param name with its subject
     * @param broken in how many runs
     * @param medianMicros how long it was broken in a run that broke it, at the median
     * @param longestMicros the longest that it was broken in one run
     * @param firstRun the first run that broke it, from 0; -1 for none
     */
    public record Rule(String name, Proportion broken, long medianMicros, long longestMicros, int firstRun) {

        public boolean isBroken() {
            return broken.count() > 0;
        }

        /** In none of the runs: the share of such plans that may yet break it, at 95 % confidence. */
        public double bound() {
            return broken.clopperPearson().high();
        }
    }

    /**
     * What the plans reached.
     *
     * @param drawn kinds of faults, and in how many plans each was
     * @param neverDrawn kinds of the profile that no plan had
     * @param neverInjected kinds that were drawn, but whose targets or triggers never came
     * @param marks what runs are to show sometimes, and how many did
     */
    public record Coverage(
            SortedMap<String, Integer> drawn,
            SortedSet<String> neverDrawn,
            SortedSet<String> neverInjected,
            SortedMap<String, Integer> marks) {}

    /** A run that a bug of ours ended. */
    public record Crash(Scenario scenario, String message) {}

    /** Rules that were broken. */
    public List<Rule> broken() {
        return rules.stream().filter(Rule::isBroken).toList();
    }
}
