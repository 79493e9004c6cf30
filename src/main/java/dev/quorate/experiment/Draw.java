package dev.quorate.experiment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What differs from seed to seed, beside what a scenario leaves to chance itself.
 *
 * @param jitter half the width by which fixed times of the timeline are spread
 * @param targets which masters the timeline's names mean
 * @param profile the text of a fault profile whose incidents are added; empty for none
 * @param swarm how many faults of a random subset of kinds are added; 0 for none
 * @param heals whether each run ends by undoing every fault and watching the recovery
 * @param endsEarly whether a run ends once nothing more can happen
 */
public record Draw(
        Duration jitter, Targets targets, Optional<String> profile, int swarm, boolean heals, boolean endsEarly) {

    /** Which masters the names in a timeline mean. */
    public enum Targets {
        /** Those named. */
        SAME,
        /** The masters change roles: timeline and pinned start are renamed alike. */
        ROLES,
        /** Any masters: only the timeline is renamed. */
        ANY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As the file says, every run to its end. */
    public static final Draw AS_WRITTEN = new Draw(Duration.ZERO, Targets.SAME, Optional.empty(), 0, false, false);

    public Draw {
        if (jitter.isNegative() || jitter.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("times are spread by 0s to 1d, not " + jitter);
        }
        if (swarm < 0 || swarm > 100) {
            throw new IllegalArgumentException("a swarm has 1 to 100 faults, not " + swarm);
        }
    }

    /** In words, for reports. */
    public String words() {
        List<String> words = new ArrayList<>();
        if (!jitter.isZero()) {
            words.add("times spread by " + dev.quorate.scenario.fault.Spread.words(jitter) + " either way");
        }
        switch (targets) {
            case SAME -> words.add("masters as named");
            case ROLES -> words.add("masters change roles");
            case ANY -> words.add("any masters hit");
        }
        profile.ifPresent(text -> words.add("incidents drawn from a fault profile"));
        if (swarm > 0) {
            words.add("swarms of " + swarm + " faults");
        }
        if (heals) {
            words.add("healed at the end");
        }
        return String.join(", ", words);
    }
}
