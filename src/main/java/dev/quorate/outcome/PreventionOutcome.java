package dev.quorate.outcome;

import java.util.List;

/**
 * What would have prevented a rule's violation: the same runs with one protection changed at a time.
 *
 * @param title the scenario's title
 * @param rule the rule that was broken
 * @param firstSeed the first seed
 * @param asItIs the runs without a change
 * @param changes what was changed, those that removed the violation first
 */
public record PreventionOutcome(String title, String rule, long firstSeed, Tally asItIs, List<Change> changes) {

    public PreventionOutcome {
        changes = List.copyOf(changes);
    }

    /**
     * What some runs came to.
     *
     * @param violated how many of the judged runs broke the rule
     * @param undecided runs in which the rule had nothing to judge
     * @param recoveryMicros median of recovery.total, or -1 where no run had to recover
     * @param recoveryCutOff runs that ended before they had recovered
     * @param apiAwayMicros median of the time for which the API did not answer reads
     */
    public record Tally(
            Proportion violated, int undecided, long recoveryMicros, int recoveryCutOff, long apiAwayMicros) {}

    /**
     * One protection.
     *
     * @param name in words: {@code fencing}
     * @param how what to write: {@code cluster.pacemaker.stonith-enabled = true}
     * @param removes whether no run broke the rule any more
     * @param tally of all runs when it removes the violation; of those that were tried until one broke it, else
     */
    public record Change(String name, String how, boolean removes, Tally tally) {}

    /** The changes that removed the violation. */
    public List<Change> preventing() {
        return changes.stream().filter(Change::removes).toList();
    }
}
