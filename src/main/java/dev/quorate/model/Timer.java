package dev.quorate.model;

import org.jspecify.annotations.Nullable;

/**
 * The name of a timer within its machine; setting the same one again replaces it.
 *
 * @param name what it is for: {@code election}, {@code request}
 * @param number tells timers of one name apart, a request's number say; 0 when there is one only
 */
public record Timer(String name, long number) {

    /** Written out: timers are looked up for every input, and a record's own equality is slow until it is compiled. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Timer timer && number == timer.number && name.equals(timer.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Long.hashCode(number);
    }

    public static Timer of(String name) {
        return new Timer(name, 0);
    }

    public static Timer of(String name, long number) {
        return new Timer(name, number);
    }
}
