package dev.quorate.simulation.network;

import dev.quorate.time.RandomStream;

/** The way from one host to another on one network. Degradations add up and are taken back one by one. */
public final class Link {

    private final String from;
    private final String to;
    private final String network;
    private final LatencyTable latency;
    private final RandomStream random;
    private int cuts;
    private double lossRatio;
    private double duplicateRatio;
    private long extraMicros;
    private long jitterMicros;

    Link(String from, String to, String network, LatencyTable latency, RandomStream random) {
        this.from = from;
        this.to = to;
        this.network = network;
        this.latency = latency;
        this.random = random;
    }

    public String from() {
        return from;
    }

    public String to() {
        return to;
    }

    public String network() {
        return network;
    }

    public boolean isCut() {
        return cuts > 0;
    }

    void cut(boolean cut) {
        cuts = Math.max(0, cuts + (cut ? 1 : -1));
    }

    void restore() {
        cuts = 0;
        lossRatio = 0;
        duplicateRatio = 0;
        extraMicros = 0;
        jitterMicros = 0;
    }

    void degrade(double loss, double duplicates, long extra, long jitter) {
        lossRatio = Math.max(0, Math.min(1, lossRatio + loss));
        duplicateRatio = Math.max(0, Math.min(1, duplicateRatio + duplicates));
        extraMicros = Math.max(0, extraMicros + extra);
        jitterMicros = Math.max(0, jitterMicros + jitter);
    }

    /** Whether this packet is lost on the way; draws only where there is loss. */
    boolean loses() {
        return cuts > 0 || (lossRatio > 0 && random.chance(lossRatio));
    }

    boolean duplicates() {
        return duplicateRatio > 0 && random.chance(duplicateRatio);
    }

    long drawLatency() {
        long micros = latency.draw(random) + extraMicros;
        return jitterMicros > 0 ? micros + random.nextLong(jitterMicros + 1) : micros;
    }
}
