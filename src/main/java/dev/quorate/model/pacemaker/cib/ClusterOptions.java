package dev.quorate.model.pacemaker.cib;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The cluster's options ({@code crm_config}), with Pacemaker 2.1.5's defaults. */
public record ClusterOptions(
        @Setting(
                value = "stop",
                meaning = "what a partition without quorum does with its resources",
                source = "pacemaker-schedulerd(7)")
        NoQuorumPolicy noQuorumPolicy,

        @Setting(
                value = "true",
                meaning = "resources may run on any node unless a constraint forbids it",
                source = "pacemaker-schedulerd(7)")
        boolean symmetricCluster,

        @Setting(
                value = "false",
                meaning = "no monitor, start, stop or fencing at all",
                source = "pacemaker-schedulerd(7)")
        boolean maintenanceMode,

        @Setting(
                value = "true",
                meaning = "a failed start bans the resource from the node",
                source = "pacemaker-schedulerd(7)")
        boolean startFailureIsFatal,

        @Setting(
                value = "true",
                meaning = "ask every node what it runs before anything is started",
                source = "pacemaker-schedulerd(7)")
        boolean enableStartupProbes,

        @Setting(
                value = "true",
                meaning = "unresponsive nodes, and nodes where a stop failed, are fenced",
                source = "pacemaker-schedulerd(7)")
        boolean stonithEnabled,

        @Setting(value = "reboot", meaning = "what fencing asks of the device", source = "pacemaker-schedulerd(7)")
        StonithAction stonithAction,

        @Setting(
                value = "60s",
                meaning = "how long one fencing action may take",
                source = "pacemaker-fenced(7); Pacemaker Explained, options")
        Duration stonithTimeout,

        @Setting(
                value = "10",
                meaning = "failed fencing operations for one target before the cluster gives up",
                source = "pacemaker-controld(7)")
        int stonithMaxAttempts,

        @Setting(
                value = "false",
                meaning = "several fencing actions may run at once",
                source = "pacemaker-schedulerd(7)")
        boolean concurrentFencing,

        @Setting(
                value = "true",
                meaning = "fence nodes that were never seen when the cluster starts",
                source = "pacemaker-schedulerd(7)")
        boolean startupFencing,

        @Setting(
                value = "0s",
                meaning = "delay of fencing the node with the most resource priority, outside the majority",
                source = "pacemaker-schedulerd(7)")
        Duration priorityFencingDelay,

        @Setting(
                value = "60s",
                meaning = "allowance for a round trip over the network and its load",
                source = "pacemaker-schedulerd(7)")
        Duration clusterDelay,

        @Setting(
                value = "0",
                meaning = "actions that may run at once in the cluster; 0 lets the load decide",
                source = "pacemaker-schedulerd(7)")
        int batchLimit,

        @Setting(value = "false", meaning = "stop every resource", source = "pacemaker-schedulerd(7)")
        boolean stopAllResources,

        @Setting(
                value = "true",
                meaning = "stop resources that were removed from the configuration",
                source = "pacemaker-schedulerd(7)")
        boolean stopOrphanResources,

        @Setting(
                value = "true",
                meaning = "cancel recurring operations that were removed from the configuration",
                source = "pacemaker-schedulerd(7)")
        boolean stopOrphanActions) {

    /** What a partition without quorum does (lib/pengine/unpack.c, unpack_config). */
    public enum NoQuorumPolicy {
        /** Stop every resource; fence nobody. */
        STOP,
        /** Keep what runs, start nothing new; fence nobody. */
        FREEZE,
        /** Go on as with quorum. */
        IGNORE,
        /** Stop promoted instances and demote them, else as stop. */
        DEMOTE,
        /** Fence every node of the own partition. */
        SUICIDE
    }

    /** What fencing asks of the device. */
    public enum StonithAction {
        REBOOT,
        OFF
    }

    private static final ClusterOptions DEFAULTS = Settings.defaults(ClusterOptions.class);

    /** Pacemaker's defaults. */
    public static ClusterOptions defaults() {
        return DEFAULTS;
    }

    /**
     * These options with some given in the CIB's words, {@code no-quorum-policy -> freeze}; unknown names are left to
     * the reader of the CIB to name.
     *
     * @throws IllegalArgumentException when a value is not one of the option's; the message says what would do
     */
    public ClusterOptions with(Map<String, String> given) {
        RecordComponent[] components = ClusterOptions.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String text = given.get(Settings.nameOf(components[i]));
            values[i] = text == null ? value(components[i]) : parse(components[i], text);
        }
        return Settings.create(ClusterOptions.class, values);
    }

    /** These options with one given in the CIB's words. */
    public ClusterOptions with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** Whether that is an option at all. */
    public static boolean isOption(String name) {
        return names().contains(name);
    }

    /** The names of all options. */
    public static List<String> names() {
        return Arrays.stream(ClusterOptions.class.getRecordComponents())
                .map(Settings::nameOf)
                .toList();
    }

    private static Object parse(RecordComponent component, String text) {
        try {
            if (component.getType() == Duration.class && Values.millis(text) >= 0) {
                return Duration.ofMillis(Values.millis(text)); // the CIB's bare number is seconds
            }
            if (component.getType() == boolean.class && Values.isBoolean(text)) {
                return Values.isTrue(text);
            }
            return Settings.parse(component.getGenericType(), text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Settings.nameOf(component) + ": " + e.getMessage(), e);
        }
    }

    private Object value(RecordComponent component) {
        try {
            return component.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
