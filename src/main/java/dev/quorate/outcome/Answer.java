package dev.quorate.outcome;

/** What a rule answers for a run. */
public enum Answer {
    HELD,
    VIOLATED,
    /** The run cannot tell; the result's note says why. */
    UNKNOWN;

    /** As scenario files and reports spell it. */
    public String word() {
        return switch (this) {
            case HELD -> "held";
            case VIOLATED -> "violated";
            case UNKNOWN -> "unknown";
        };
    }
}
