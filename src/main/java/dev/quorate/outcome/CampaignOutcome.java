package dev.quorate.outcome;

import java.util.List;
import java.util.Optional;

/**
 * What many runs of one scenario came to: a pure function of scenario, what is drawn for each seed, and the seeds.
 *
 * @param title the scenario's title
 * @param drawn what differs from seed to seed, in words
 * @param firstSeed the first seed; the others follow it
 * @param runs how many runs
 * @param expectations what became of each expectation
 * @param rules how often each safety and liveness rule was broken; rules that no run could judge are left out
 * @param spans every measured span and count as a distribution over the runs
 * @param year what a year brings; empty when nobody said how often incidents come
 * @param worstSeeds seeds whose runs broke the most for the longest, the worst first
 */
public record CampaignOutcome(
        String title,
        String drawn,
        long firstSeed,
        int runs,
        List<ExpectationRisk> expectations,
        List<Risk> rules,
        List<Distribution> spans,
        Optional<Year> year,
        List<Long> worstSeeds) {

    /** How many seeds are worth keeping in full. */
    public static final int WORST = 5;

    public CampaignOutcome {
        expectations = List.copyOf(expectations);
        rules = List.copyOf(rules);
        spans = List.copyOf(spans);
        worstSeeds = List.copyOf(worstSeeds);
    }

    /** The distribution of that name. */
    public Optional<Distribution> span(String name) {
        return spans.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The risk of a rule, the greatest of its subjects when the name has none; empty when no run judged it. */
    public Optional<Risk> rule(String name) {
        return rules.stream()
                .filter(r -> r.name().equals(name) || r.name().startsWith(name + "."))
                .max(java.util.Comparator.comparingInt(Risk::broken));
    }

    /** 0 every expectation met, 1 one was not, 3 one could not be told. */
    public int exitCode() {
        boolean broken = false;
        boolean undecided = false;
        for (ExpectationRisk each : expectations) {
            broken |= each.state() == ExpectationOutcome.State.BROKEN;
            undecided |= each.state() == ExpectationOutcome.State.INCONCLUSIVE;
        }
        return broken ? 1 : undecided ? 3 : 0;
    }
}
