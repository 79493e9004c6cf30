package dev.quorate.model.kubernetes.controllermanager;

/** How a zone's nodes are, all in all (nodelifecycle ComputeZoneState). */
public enum ZoneState {
    INITIAL("Initial"),
    NORMAL("Normal"),
    PARTIAL("PartialDisruption"),
    FULL("FullDisruption");

    private final String word;

    ZoneState(String word) {
        this.word = word;
    }

    /** As the log spells it. */
    public String word() {
        return word;
    }

    /**
     * The state of a zone.
     *
     * @param threshold {@code --unhealthy-zone-threshold}
     */
    public static ZoneState of(int ready, int notReady, double threshold) {
        if (ready == 0 && notReady > 0) {
            return FULL;
        }
        return notReady > 2 && (double) notReady / (notReady + ready) >= threshold ? PARTIAL : NORMAL;
    }
}
