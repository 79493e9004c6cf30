package dev.quorate.experiment;

import java.util.Comparator;

/** One run of a study: which cell, which seed. */
public record RunKey(int cell, long seed) implements Comparable<RunKey> {

    private static final Comparator<RunKey> ORDER =
            Comparator.comparingInt(RunKey::cell).thenComparingLong(RunKey::seed);

    @Override
    public int compareTo(RunKey other) {
        return ORDER.compare(this, other);
    }
}
