package dev.quorate.time;

import java.time.Duration;

/**
 * An instant of virtual time: whole microseconds since the scenario's time zero.
 *
 * <p>Negative instants lie in the warm-up before time zero. Every conversion rounds once, half up, to the
 * microsecond, so that the same run has the same instants on every JDK.
 *
 * @param micros microseconds since time zero
 */
public record SimTime(long micros) implements Comparable<SimTime> {

    public static final SimTime ZERO = new SimTime(0);

    /** The end of time: no event is later. */
    public static final SimTime MAX = new SimTime(Long.MAX_VALUE);

    public static SimTime ofMillis(long millis) {
        return new SimTime(Math.multiplyExact(millis, 1_000L));
    }

    public static SimTime ofSeconds(long seconds) {
        return new SimTime(Math.multiplyExact(seconds, 1_000_000L));
    }

    /** The instant {@code span} after time zero. */
    public static SimTime of(Duration span) {
        return new SimTime(micros(span));
    }

    public SimTime plus(Duration span) {
        return new SimTime(Math.addExact(micros, micros(span)));
    }

    public SimTime minus(Duration span) {
        return new SimTime(Math.subtractExact(micros, micros(span)));
    }

    /** The span from {@code earlier} to this instant; negative when {@code earlier} is later. */
    public Duration since(SimTime earlier) {
        return Duration.ofNanos(Math.multiplyExact(Math.subtractExact(micros, earlier.micros), 1_000L));
    }

    public boolean isBefore(SimTime other) {
        return micros < other.micros;
    }

    public boolean isAfter(SimTime other) {
        return micros > other.micros;
    }

    public double toSeconds() {
        return micros / 1e6;
    }

    /** Whole microseconds of a span, rounded half up: the one rounding rule. */
    public static long micros(Duration span) {
        return Math.addExact(Math.multiplyExact(span.getSeconds(), 1_000_000L), (span.getNano() + 500) / 1_000);
    }

    /** A span of whole microseconds. */
    public static Duration span(long micros) {
        return Duration.ofNanos(Math.multiplyExact(micros, 1_000L));
    }

    @Override
    public int compareTo(SimTime other) {
        return Long.compare(micros, other.micros);
    }

    /** Seconds with three decimals and the unit, as a timeline shows them: {@code 17.251s}. */
    @Override
    public String toString() {
        long millis = Math.floorDiv(micros + 500, 1_000L);
        String sign = millis < 0 ? "-" : "";
        long abs = Math.abs(millis);
        String fraction = Long.toString(1_000 + abs % 1_000).substring(1);
        return sign + abs / 1_000 + "." + fraction + "s";
    }
}
