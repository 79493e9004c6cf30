package dev.quorate.scenario.fault;

import java.time.Duration;

/**
 * How a fence device does its work.
 *
 * @param kind what is wrong with it
 * @param delay for {@code SLOW}: how long an action takes more
 * @param node for {@code WRONG_NODE}: whose power it switches instead
 */
public record FenceCondition(Kind kind, Duration delay, String node) {

    /** What is wrong. */
    public enum Kind {
        NORMAL,
        /** It does not answer. */
        DEAD,
        /** It answers with a failure. */
        FAILING,
        SLOW,
        /** It reports success and does nothing. */
        LYING,
        /** It switches another node's power and reports success. */
        WRONG_NODE
    }

    public static final FenceCondition NORMAL = new FenceCondition(Kind.NORMAL, Duration.ZERO, "");

    public static final FenceCondition DEAD = new FenceCondition(Kind.DEAD, Duration.ZERO, "");

    public static final FenceCondition FAILING = new FenceCondition(Kind.FAILING, Duration.ZERO, "");

    public static final FenceCondition LYING = new FenceCondition(Kind.LYING, Duration.ZERO, "");

    public static FenceCondition slow(Duration delay) {
        return new FenceCondition(Kind.SLOW, delay, "");
    }

    public static FenceCondition wrongNode(String node) {
        return new FenceCondition(Kind.WRONG_NODE, Duration.ZERO, node);
    }
}
