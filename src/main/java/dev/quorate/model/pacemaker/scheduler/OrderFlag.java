package dev.quorate.model.pacemaker.scheduler;

/** What an ordering of two actions, first and then, means: bits (enum pe_ordering). */
final class OrderFlag {

    static final int NONE = 0;
    /** Only the order, when both happen. */
    static final int OPTIONAL = 1;
    /** If then is required, first is. */
    static final int IMPLIES_FIRST = 1 << 1;
    /** If first is required, then is. */
    static final int IMPLIES_THEN = 1 << 2;
    /** Then can run only if first can. */
    static final int RUNNABLE_FIRST = 1 << 3;
    /** A stop and its start: the one asks for the other. */
    static final int RESTART = 1 << 4;
    /** Never at the same time; the list of actions does not show it. */
    static final int SERIALIZE = 1 << 5;
    /** If then is required, first stands in the graph. */
    static final int SHOWS_FIRST = 1 << 7;
    /** If first is required, then stands in the graph. */
    static final int SHOWS_THEN = 1 << 8;
    /** Nothing holds in the other direction. */
    static final int ASYMMETRICAL = 1 << 9;
    /** Then is runnable if one of the firsts is. */
    static final int ONE_OR_MORE = 1 << 10;
    /** A stop that must precede a start on the same node because the two exclude each other. */
    static final int ANTI_COLOCATION = 1 << 11;
    /** Kept whatever the user ordered. */
    static final int PRESERVE = 1 << 12;

    private OrderFlag() {}
}
