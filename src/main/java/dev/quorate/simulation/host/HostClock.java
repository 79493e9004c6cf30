package dev.quorate.simulation.host;

/**
 * A host's two clocks against virtual time: the monotonic one has a rate, the wall clock an offset on top of it.
 *
 * <p>All in microseconds. A clock that stood still (a frozen machine whose clock stops) lags behind from then on.
 */
final class HostClock {

    static final long TRUE_RATE_PPM = 1_000_000;

    private long sinceMicros;
    private long monotonicMicros;
    private long ratePpm;
    private long wallOffsetMicros;

    HostClock(long nowMicros, long ratePpm, long wallOffsetMicros) {
        sinceMicros = nowMicros;
        monotonicMicros = nowMicros;
        this.ratePpm = ratePpm;
        this.wallOffsetMicros = wallOffsetMicros;
    }

    long monotonic(long nowMicros) {
        long passed = nowMicros - sinceMicros;
        return monotonicMicros + (ratePpm == TRUE_RATE_PPM ? passed : passed * ratePpm / TRUE_RATE_PPM);
    }

    long wall(long nowMicros) {
        return monotonic(nowMicros) + wallOffsetMicros;
    }

    /** The first virtual instant at which the monotonic clock shows at least that. */
    long instantOf(long monotonic) {
        long left = monotonic - monotonicMicros;
        if (ratePpm == TRUE_RATE_PPM) {
            return sinceMicros + left;
        }
        return sinceMicros + Math.floorDiv(left * TRUE_RATE_PPM + ratePpm - 1, ratePpm);
    }

    void changeRate(long nowMicros, long newRatePpm) {
        if (newRatePpm < 1) {
            throw new IllegalArgumentException("a clock's rate is at least 1 ppm, was " + newRatePpm);
        }
        monotonicMicros = monotonic(nowMicros);
        sinceMicros = nowMicros;
        ratePpm = newRatePpm;
    }

    void stepWall(long stepMicros) {
        wallOffsetMicros += stepMicros;
    }

    /** The clock did not run for that long; after it, the wall clock lags too. */
    void stoodStill(long nowMicros, long micros) {
        monotonicMicros = monotonic(nowMicros) - micros;
        sinceMicros = nowMicros;
    }

    long ratePpm() {
        return ratePpm;
    }
}
