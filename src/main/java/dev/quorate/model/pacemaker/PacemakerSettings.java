package dev.quorate.model.pacemaker;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.OptionValues;
import java.time.Duration;
import java.util.List;

/**
 * {@code cluster.pacemaker}: the cluster's options, resources, constraints and fence devices as they are at the start.
 *
 * <p>Lists are in {@code pcs}'s own words, the same that the operator's {@code pcs} takes later: {@code "vip
 * ocf:heartbeat:IPaddr2 ip=192.168.15.200 op monitor interval=10s --group control-plane"}.
 */
public record PacemakerSettings(
        @Setting(
                value = "stop",
                meaning = "what a partition without quorum does: stop, freeze, ignore, demote, suicide",
                source = "pacemaker-schedulerd(7)")
        ClusterOptions.NoQuorumPolicy noQuorumPolicy,

        @Setting(
                value = "true",
                meaning = "whether failed nodes are fenced before their resources are recovered",
                source = "pacemaker-schedulerd(7)")
        boolean stonithEnabled,

        @Setting(value = "reboot", meaning = "what fencing does: reboot or off", source = "pacemaker-schedulerd(7)")
        ClusterOptions.StonithAction stonithAction,

        @Setting(
                value = "60s",
                meaning = "how long a fence action may take; a peer is asked with 1.2 times that",
                source = "Pacemaker Explained, options; daemons/fenced/fenced_remote.c")
        Duration stonithTimeout,

        @Setting(
                value = "10",
                meaning = "failed fencing operations against a node before giving up",
                source = "pacemaker-controld(7)")
        int stonithMaxAttempts,

        @Setting(
                value = "0",
                meaning = "after how long a lost node counts as reset by its own watchdog (SBD); 0 is off",
                source = "pacemaker-controld(7)")
        Duration stonithWatchdogTimeout,

        @Setting(value = "false", meaning = "fence several nodes at a time", source = "pacemaker-schedulerd(7)")
        boolean concurrentFencing,

        @Setting(
                value = "true",
                meaning = "fence nodes that were never seen since the start",
                source = "pacemaker-schedulerd(7)")
        boolean startupFencing,

        @Setting(
                value = "0",
                meaning = "delay of fencing the node with the most resource priority, in a tie of partitions",
                source = "pacemaker-schedulerd(7)")
        Duration priorityFencingDelay,

        @Setting(
                value = "stop",
                meaning = "what a node does that hears of its own fencing: stop or panic",
                source = "pacemaker-controld(7)")
        FenceReaction fenceReaction,

        @Setting(
                value = "true",
                meaning = "whether resources may run anywhere unless told otherwise",
                source = "pacemaker-schedulerd(7)")
        boolean symmetricCluster,

        @Setting(
                value = "false",
                meaning = "touch nothing: no monitor, start, stop or fencing",
                source = "pacemaker-schedulerd(7)")
        boolean maintenanceMode,

        @Setting(
                value = "true",
                meaning = "one failed start bans the resource from the node",
                source = "pacemaker-schedulerd(7)")
        boolean startFailureIsFatal,

        @Setting(
                value = "true",
                meaning = "look for running resources on a node that joins",
                source = "pacemaker-schedulerd(7)")
        boolean enableStartupProbes,

        @Setting(
                value = "true",
                meaning = "stop resources that were removed from the configuration",
                source = "pacemaker-schedulerd(7)")
        boolean stopOrphanResources,

        @Setting(value = "false", meaning = "stop every resource", source = "pacemaker-schedulerd(7)")
        boolean stopAllResources,

        @Setting(
                value = "60s",
                meaning = "allowance for the way to a remote node and back, added to an action's timeout",
                source = "pacemaker-schedulerd(7)")
        Duration clusterDelay,

        @Setting(
                value = "0",
                meaning = "actions under way at a time in the cluster; 0 lets the load decide",
                source = "pacemaker-schedulerd(7)")
        int batchLimit,

        @Setting(
                value = "0",
                meaning = "actions under way at a time on a node; 0 is twice its cores",
                source = "pacemaker-controld(7)")
        int nodeActionLimit,

        @Setting(
                value = "20s",
                meaning = "how long a starting controller waits for a DC to be heard",
                source = "pacemaker-controld(7)")
        Duration dcDeadtime,

        @Setting(
                value = "15m",
                meaning = "how often the policy engine runs without an event",
                source = "pacemaker-controld(7)")
        Duration clusterRecheckInterval,

        @Setting(value = "2m", meaning = "an election that lasts longer is an error", source = "pacemaker-controld(7)")
        Duration electionTimeout,

        @Setting(value = "20m", meaning = "a shutdown that lasts longer is forced", source = "pacemaker-controld(7)")
        Duration shutdownEscalation,

        @Setting(value = "3m", meaning = "how long the DC waits for join requests", source = "pacemaker-controld(7)")
        Duration joinIntegrationTimeout,

        @Setting(
                value = "30m",
                meaning = "how long the DC waits for join confirmations",
                source = "pacemaker-controld(7)")
        Duration joinFinalizationTimeout,

        @Setting(
                value = "0",
                meaning = "wait for that long after an event before computing a transition",
                source = "pacemaker-controld(7)")
        Duration transitionDelay,

        ResourceDefaults resourceDefaults,

        @Setting(
                value = "",
                meaning = "resources, as 'pcs resource create' takes them",
                source = "pcs(8), resource create")
        List<String> resources,

        @Setting(value = "", meaning = "constraints, as 'pcs constraint' takes them", source = "pcs(8), constraint")
        List<String> constraints,

        @Setting(
                value = "",
                meaning = "fence devices, as 'pcs stonith create' takes them, and 'level add N node device'",
                source = "pcs(8), stonith")
        List<String> stonith,

        DaemonTimings timings) {

    /** What a node does that hears of its own fencing. */
    public enum FenceReaction {
        STOP,
        PANIC
    }

    /** Meta attributes of resources that do not say otherwise ({@code rsc_defaults}, {@code op_defaults}). */
    public record ResourceDefaults(
            @Setting(
                    value = "0",
                    meaning = "how much a resource prefers to stay where it is",
                    source = "Pacemaker Explained, resources")
            int resourceStickiness,

            @Setting(
                    value = "INFINITY",
                    meaning = "failures after which a node is banned for a resource; 0 is never",
                    source = "Pacemaker Explained, resources")
            String migrationThreshold,

            @Setting(
                    value = "0",
                    meaning = "after how long a failure is forgotten; 0 is never",
                    source = "Pacemaker Explained, resources")
            Duration failureTimeout,

            @Setting(
                    value = "stop_start",
                    meaning = "when found active twice: block, stop_only, stop_start, stop_unexpected",
                    source = "Pacemaker Explained, resources")
            String multipleActive,

            @Setting(
                    value = "20s",
                    meaning = "how long an operation may take",
                    source = "Pacemaker Explained, operations")
            Duration timeout) {

        public ResourceDefaults {
            check("migration-threshold", migrationThreshold);
            check("multiple-active", multipleActive);
        }

        private static void check(String name, String value) {
            OptionValues.ofMeta(name, value).ifPresent(wrong -> {
                throw wrong;
            });
        }
    }

    /** The defaults of the real software. */
    public static PacemakerSettings defaults() {
        return Settings.defaults(PacemakerSettings.class);
    }
}
