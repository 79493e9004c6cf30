package dev.quorate.outcome;

/** When a rule is asked. */
public enum RuleClass {
    /** Safety: at every instant, whatever goes wrong. */
    ALWAYS,
    /** Liveness: asked only after the last fault began or ended. */
    EVENTUALLY,
    /** Something that a run is to have shown at least once; not to have shown it breaks nothing by itself. */
    SOMETIMES
}
