package dev.quorate.model.pacemaker.cib;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What meta attributes and options of operations take (Pacemaker Explained, resource and operation options).
 *
 * <p>Pacemaker itself takes any text and falls back to a default, which a scenario's author would not notice.
 */
public final class OptionValues {

    private static final String SCORE = "a whole number or INFINITY";
    private static final String TIME = "a time, 10s say";
    private static final String BOOLEAN = "true or false";

    /** What a meta attribute takes; a list of words is what it is one of. */
    private static final Map<String, String> META = new TreeMap<>();

    private static final Map<String, String> OPERATION = new TreeMap<>();

    static {
        for (String name : List.of("priority", "resource-stickiness", "migration-threshold")) {
            META.put(name, SCORE);
        }
        for (String name : List.of("clone-max", "clone-node-max", "clone-min", "promoted-max", "promoted-node-max")) {
            META.put(name, "a whole number");
        }
        for (String name : List.of(
                "is-managed",
                "maintenance",
                "critical",
                "allow-migrate",
                "allow-unhealthy-nodes",
                "interleave",
                "ordered",
                "notify",
                "globally-unique",
                "promotable")) {
            META.put(name, BOOLEAN);
        }
        META.put("failure-timeout", TIME);
        META.put("target-role", "Started|Stopped|Promoted|Unpromoted|Master|Slave");
        META.put("multiple-active", "block|stop_only|stop_start|stop_unexpected");
        META.put("requires", "nothing|quorum|fencing|unfencing");
        META.put("resource-discovery", "always|never|exclusive");
        META.put("restart-type", "ignore|restart");
        for (String name : List.of("interval", "timeout", "start-delay", "interval-origin")) {
            OPERATION.put(name, TIME);
        }
        OPERATION.put("enabled", BOOLEAN);
        OPERATION.put("record-pending", BOOLEAN);
        OPERATION.put("on-fail", "ignore|block|stop|restart|fence|standby|demote");
        OPERATION.put("role", "Started|Stopped|Promoted|Unpromoted|Master|Slave");
        OPERATION.put("description", "");
        OPERATION.put("OCF_CHECK_LEVEL", "a whole number");
    }

    private OptionValues() {}

    /** Why a meta attribute cannot be meant as it is written, or empty. */
    public static Optional<IllegalArgumentException> ofMeta(String name, String value) {
        return check("meta attribute", META, name, value);
    }

    /** Why an operation's option cannot be meant as it is written, or empty. */
    public static Optional<IllegalArgumentException> ofOperation(String name, String value) {
        return check("option of an operation", OPERATION, name, value);
    }

    private static Optional<IllegalArgumentException> check(
            String what, Map<String, String> known, String name, String value) {
        String takes = known.get(name);
        if (takes == null) {
            return Optional.of(new UnknownName("no " + what + " '" + name + "'", name, known.keySet()));
        }
        return fits(takes, value)
                ? Optional.empty()
                : Optional.of(new IllegalArgumentException(name + "=" + value + ": write "
                        + (takes.indexOf('|') < 0 ? takes : "one of " + takes.replace("|", ", "))));
    }

    private static boolean fits(String takes, String value) {
        return switch (takes) {
            case SCORE -> Values.isScore(value);
            case TIME -> Values.millis(value) >= 0;
            case BOOLEAN -> Values.isBoolean(value);
            case "a whole number" -> value.matches("[0-9]{1,6}");
            case "" -> true;
            default ->
                Arrays.asList(takes.toLowerCase(Locale.ROOT).split("\\|")).contains(value.toLowerCase(Locale.ROOT));
        };
    }
}
