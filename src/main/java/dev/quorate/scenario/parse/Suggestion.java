package dev.quorate.scenario.parse;

import java.util.Collection;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word nearest to a misspelt one. */
final class Suggestion {

    private Suggestion() {}

    /** {@code did you mean 'partition'?}, or empty when nothing is near. */
    static String of(String given, Collection<String> known) {
        return nearest(given, known).map(word -> "did you mean '" + word + "'?").orElse("");
    }

    static Optional<String> nearest(String given, Collection<String> known) {
        // a third of the letters wrong is a guess, more is another word
        int limit = Math.min(64, Math.max(2, given.length() / 3));
        LevenshteinDistance distance = new LevenshteinDistance(limit);
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String word : known) {
            int d = distance.apply(given.length() > 200 ? given.substring(0, 200) : given, word);
            if (d >= 0 && d < least) {
                best = word;
                least = d;
            }
        }
        return Optional.ofNullable(best);
    }
}
