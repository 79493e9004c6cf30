package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an operation is configured to need, how long it may take and what its failure leads to (unpack_operation). */
final class OperationRules {

    private OperationRules() {}

    static void apply(Work work, Rsc rsc, Cluster cluster) {
        SortedMap<String, String> options = options(work, rsc, cluster);
        long timeout = Values.millis(options.get("timeout"));
        work.timeoutMillis = timeout < 0 ? Operation.DEFAULT_TIMEOUT_MILLIS : timeout;
        work.startDelayMillis = Math.max(0, Values.millis(options.get("start-delay")));
        if (!work.task.equals(Task.START)) {
            work.needs = Work.Needs.NOTHING;
        } else if (rsc.needsFencing) {
            work.needs = Work.Needs.FENCING;
        } else if (rsc.needsQuorum) {
            work.needs = Work.Needs.QUORUM;
        }
        onFail(work, options.get("on-fail"), cluster);
    }

    /** Options of the operation as they hold: its own, those of op_defaults, a probe's timeout (unpack_operation). */
    private static SortedMap<String, String> options(Work work, Rsc rsc, Cluster cluster) {
        SortedMap<String, String> options =
                new TreeMap<>(cluster.cib.configuration().operationDefaults());
        Primitive primitive = rsc.primitive;
        if (primitive == null) {
            return options;
        }
        boolean probe = work.task.equals(Task.MONITOR) && work.intervalMillis == 0;
        if (probe) {
            shortestMonitor(primitive).ifPresent(monitor -> {
                String timeout = monitor.options().get("timeout");
                if (timeout != null) {
                    options.put("timeout", timeout);
                }
            });
        }
        primitive.operation(work.task, work.intervalMillis).ifPresent(operation -> options.putAll(operation.options()));
        if (primitive.agent().isFenceDevice() && (probe || work.task.equals(Task.START))) {
            String timeout = primitive.parameters().get("pcmk_monitor_timeout");
            if (timeout != null) {
                options.put("timeout", timeout);
            }
        }
        return options;
    }

    /** A probe times out as the most frequent monitor does (find_min_interval_mon). */
    private static Optional<Operation> shortestMonitor(Primitive primitive) {
        Operation shortest = null;
        for (Operation operation : primitive.operations()) {
            if (operation.name().equals(Task.MONITOR)
                    && operation.intervalMillis() > 0
                    && isEnabled(operation)
                    && (shortest == null || operation.intervalMillis() < shortest.intervalMillis())) {
                shortest = operation;
            }
        }
        return Optional.ofNullable(shortest);
    }

    static boolean isEnabled(Operation operation) {
        String enabled = operation.options().get("enabled");
        return enabled == null || Values.isTrue(enabled);
    }

    private static void onFail(Work work, @Nullable String configured, Cluster cluster) {
        String value = configured == null ? "" : configured.toLowerCase(Locale.ROOT);
        boolean stop = work.task.equals(Task.STOP);
        if (stop && (value.equals("standby") || value.equals("demote") || value.equals("stop"))) {
            value = ""; // not allowed for stop (valid_stop_on_fail)
        }
        switch (value) {
            case "block" -> work.onFail = OnFail.BLOCK;
            case "fence" -> fenceOrStop(work, cluster);
            case "standby" -> work.onFail = OnFail.STANDBY;
            case "ignore", "nothing" -> work.onFail = OnFail.IGNORE;
            case "migrate" -> work.onFail = OnFail.MIGRATE;
            case "stop" -> stopForGood(work);
            case "restart" -> work.onFail = OnFail.RECOVER;
            default -> byDefault(work, stop, cluster);
        }
    }

    private static void byDefault(Work work, boolean stop, Cluster cluster) {
        if (!stop) {
            work.onFail = OnFail.RECOVER;
        } else {
            work.onFail = cluster.options.stonithEnabled() ? OnFail.FENCE : OnFail.BLOCK;
        }
    }

    private static void fenceOrStop(Work work, Cluster cluster) {
        if (cluster.options.stonithEnabled()) {
            work.onFail = OnFail.FENCE;
        } else {
            stopForGood(work);
        }
    }

    private static void stopForGood(Work work) {
        work.onFail = OnFail.STOP;
        work.failRole = Role.STOPPED;
    }
}
