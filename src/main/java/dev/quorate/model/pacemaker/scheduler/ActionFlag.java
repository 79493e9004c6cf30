package dev.quorate.model.pacemaker.scheduler;

/** What is known of an action while it is scheduled, as bits (enum pe_action_flags). */
final class ActionFlag {

    /** Nobody carries it out. */
    static final int PSEUDO = 1;
    /** Nothing forbids it. */
    static final int RUNNABLE = 1 << 1;
    /** It need not be done. */
    static final int OPTIONAL = 1 << 2;
    /** It stands in the graph though it is optional. */
    static final int SHOWN = 1 << 3;
    /** Fencing of the node does it. */
    static final int IMPLIED_BY_FENCING = 1 << 4;
    /** Those that depend on it could be live-migrated; without live migration only clones' stops carry it. */
    static final int MIGRATE_RUNNABLE = 1 << 5;
    /** It stands in the graph. */
    static final int IN_GRAPH = 1 << 6;
    /** A recurring operation that must be started anew. */
    static final int RESCHEDULE = 1 << 7;
    /** Seen by the walk that is under way. */
    static final int TRACKING = 1 << 8;
    /** It needs one of those before it, not all ({@code clone-min}). */
    static final int REQUIRES_ANY = 1 << 10;

    private ActionFlag() {}
}
