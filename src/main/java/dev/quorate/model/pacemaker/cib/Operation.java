package dev.quorate.model.pacemaker.cib;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A configured operation ({@code <op>}).
 *
 * @param name {@code start}, {@code stop}, {@code monitor}
 * @param intervalMillis 0 when it runs once
 * @param options every other option as configured: {@code timeout}, {@code on-fail}, {@code enabled},
 *     {@code start-delay}, {@code role}
 */
public record Operation(String name, long intervalMillis, SortedMap<String, String> options) {

    /** The timeout of an operation that sets none (PCMK_DEFAULT_ACTION_TIMEOUT_MS). */
    public static final long DEFAULT_TIMEOUT_MILLIS = 20_000;

    public Operation {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        if (intervalMillis < 0) {
            throw new IllegalArgumentException(
                    "operation " + name + ": interval " + intervalMillis + " ms is negative");
        }
    }

    public static Operation of(String name, long intervalMillis) {
        return new Operation(name, intervalMillis, new TreeMap<>());
    }

    public static Operation monitor(long intervalMillis, long timeoutMillis) {
        return of("monitor", intervalMillis).with("timeout", timeoutMillis + "ms");
    }

    public Operation with(String option, String value) {
        TreeMap<String, String> changed = new TreeMap<>(options);
        changed.put(option, value);
        return new Operation(name, intervalMillis, changed);
    }
}
