package dev.quorate.model.kubernetes.controllermanager;

import java.util.ArrayDeque;
import java.util.TreeSet;

/**
 * Nodes that wait for their NoExecute taint, at a rate with a burst of one (nodelifecycle
 * scheduler/rate_limited_queue.go). Times are microseconds of one clock.
 */
final class EvictionQueue {

    private static final double NEVER = 0;

    private final ArrayDeque<String> queue = new ArrayDeque<>();

    /** Every name that was added and not removed for good, done ones too: those are not added again. */
    private final TreeSet<String> known = new TreeSet<>();

    private double rate;
    private double tokens = 1;
    private long filledAt;

    EvictionQueue(double rate, long now) {
        this.rate = rate;
        filledAt = now;
    }

    /** SwapLimiter: a new bucket, as empty as the old one was. */
    void rate(double other, long now) {
        if (other == rate) {
            return;
        }
        fill(now);
        double kept = tokens >= 1 ? 1 : 0;
        rate = other;
        tokens = kept;
        filledAt = now;
    }

    void add(String node) {
        if (known.add(node)) {
            queue.addLast(node);
        }
    }

    /** It is well again, or is to be queued anew. */
    void remove(String node) {
        known.remove(node);
        queue.remove(node);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    boolean canEverTake() {
        return !queue.isEmpty() && rate > NEVER;
    }

    String head() {
        return queue.getFirst();
    }

    /** Take the token that there is, or answer false. */
    boolean tryAccept(long now) {
        fill(now);
        if (rate <= NEVER || tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** The head is done. */
    void done() {
        queue.removeFirst();
    }

    /** When the next token is there. */
    long nextToken(long now) {
        fill(now);
        return tokens >= 1 ? now : now + (long) StrictMath.ceil((1 - tokens) * 1e6 / rate);
    }

    private void fill(long now) {
        tokens = Math.min(1, tokens + (now - filledAt) * rate / 1e6 + 1e-9);
        filledAt = now;
    }
}
