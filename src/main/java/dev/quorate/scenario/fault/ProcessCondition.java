package dev.quorate.scenario.fault;

import java.time.Duration;

/**
 * How processes of one name behave on one host.
 *
 * @param kind what is wrong with them
 * @param delay for {@code SLOW_START}: how long a start takes before it does anything
 */
public record ProcessCondition(Kind kind, Duration delay) {

    /** What is wrong. */
    public enum Kind {
        NORMAL,
        /** It exits with code 1 as soon as it starts. */
        CRASH_AT_START,
        /** It starts late. */
        SLOW_START,
        /**
         * It does nothing any more: timers, datagrams and the connections that it opened go unserved; only
         * connections that others opened to it (health checks) are still answered.
         */
        HANG
    }

    public static final ProcessCondition NORMAL = new ProcessCondition(Kind.NORMAL, Duration.ZERO);

    public static final ProcessCondition CRASH_AT_START = new ProcessCondition(Kind.CRASH_AT_START, Duration.ZERO);

    public static final ProcessCondition HANG = new ProcessCondition(Kind.HANG, Duration.ZERO);

    public static ProcessCondition slowStart(Duration delay) {
        return new ProcessCondition(Kind.SLOW_START, delay);
    }
}
