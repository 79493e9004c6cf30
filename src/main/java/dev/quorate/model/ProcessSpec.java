package dev.quorate.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to run: a program with its arguments.
 *
 * @param name the process's name, unique on its host ({@code kube-scheduler}, {@code kube-scheduler-by-hand})
 * @param kind which machine it is ({@code kube-scheduler}); a registry maps it to a factory
 * @param arguments flags without their dashes, {@code leader-elect -> false}; they override the cluster's settings
 */
public record ProcessSpec(String name, String kind, Map<String, String> arguments) {

    public ProcessSpec {
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
    }

    /** A process of the kind's own name, without arguments. */
    public static ProcessSpec of(String kind) {
        return new ProcessSpec(kind, kind, Map.of());
    }
}
