package dev.quorate.metric;

/** Adds up the time during which something is so, from time zero on. */
final class Stopwatch {

    private long total;
    private long longest;
    private long since = -1;
    private int count;

    /** It is so, or not, from this instant on. */
    void set(boolean on, long micros) {
        long now = Math.max(0, micros);
        if (on && since < 0) {
            since = now;
        } else if (!on && since >= 0) {
            add(now - since);
            since = -1;
        }
    }

    private void add(long span) {
        if (span > 0) {
            total += span;
            longest = Math.max(longest, span);
            count++;
        }
    }

    boolean isOn() {
        return since >= 0;
    }

    /** The run is over: what is still so counts up to now. */
    void stop(long micros) {
        if (since >= 0) {
            add(Math.max(0, micros) - since);
            since = Math.max(0, micros);
        }
    }

    long total() {
        return total;
    }

    long longest() {
        return longest;
    }

    int count() {
        return count;
    }
}
