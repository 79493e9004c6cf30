package dev.quorate.scenario;

/** How a run begins. */
public enum StartMode {
    /** Every machine is in its steady state at time zero, in a phase drawn from the seed. */
    WARM,
    /** Every host is powered on at time zero. */
    COLD
}
