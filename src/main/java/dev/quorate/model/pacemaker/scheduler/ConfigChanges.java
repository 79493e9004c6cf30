package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.LrmResource;
import java.util.ArrayList;
import java.util.List;

/**
 * What changes of the configuration ask for on nodes that ran it as it was: restarts, monitors started anew or ended,
 * orphans' histories removed (pcmk__handle_rsc_config_changes).
 */
final class ConfigChanges {

    private final Cluster cluster;

    ConfigChanges(Cluster cluster) {
        this.cluster = cluster;
    }

    void apply() {
        for (Member node : cluster.members) {
            if (!node.maintenance && !node.isAvailable()) {
                continue;
            }
            for (LrmResource history : cluster.cib.stateOf(node.name).resources()) {
                if (history.operations().isEmpty()) {
                    continue;
                }
                List<Rsc> matching = new ArrayList<>();
                cluster.resources.forEach(rsc -> collect(matching, rsc, history.id()));
                for (Rsc rsc : matching) {
                    if (rsc.isPrimitive()) {
                        check(rsc, node, history);
                    }
                }
            }
        }
    }

    /** pcmk__rscs_matching_id: the latest match first. */
    private static void collect(List<Rsc> matching, Rsc rsc, String id) {
        if (rsc.id.equals(id) || id.equals(rsc.historyName)) {
            matching.add(0, rsc);
        }
        rsc.children.forEach(child -> collect(matching, child, id));
    }

    /** process_rsc_history. */
    private void check(Rsc rsc, Member node, LrmResource history) {
        if (rsc.orphan) {
            if (!rsc.top().isClone()) {
                cleanUp(rsc, node, false);
            }
            return;
        }
        boolean active = rsc.runningOn.contains(node);
        boolean changed = rsc.primitive != null && !rsc.primitive.agent().equals(history.agent());
        if (changed) {
            if (active) {
                cluster.work(rsc, Task.STOP, 0, node, false);
                rsc.startPending = true;
            }
            cleanUp(rsc, node, false);
        }
        if (!active) {
            return;
        }
        List<LrmOperation> operations = HistoryReader.inOrder(history);
        int[] range = HistoryReader.activeRange(operations);
        if (range[0] < range[1]) {
            return; // stopped since
        }
        for (int i = Math.max(0, range[0]); i < operations.size(); i++) {
            check(rsc, node, operations.get(i));
        }
    }

    private void check(Rsc rsc, Member node, LrmOperation operation) {
        if (operation.intervalMillis() > 0 && (rsc.inMaintenance || node.maintenance)) {
            Recurring.cancel(rsc, operation.task(), operation.intervalMillis(), node, "maintenance-mode");
        } else if (operation.intervalMillis() > 0
                || operation.task().equals(Task.MONITOR)
                || operation.task().equals(Task.START)) {
            if (differs(rsc, node, operation) && FailCounts.count(rsc, node, true, null) > 0) {
                cluster.work(rsc, Task.CLEAR_FAILCOUNT, 0, node, false);
            }
        }
    }

    /** Whether an operation ran with other parameters than the configuration now has (pcmk__check_action_config). */
    private boolean differs(Rsc rsc, Member node, LrmOperation operation) {
        long interval = operation.intervalMillis();
        if (interval > 0 && !isConfigured(rsc, operation)) {
            if (cluster.options.stopOrphanActions()) {
                Recurring.cancel(rsc, operation.task(), interval, node, "stop-orphan-actions");
            }
            return true;
        }
        return switch (cluster.digested.compare(rsc, operation, node)) {
            case MATCH -> false;
            case RESTART -> restart(rsc, operation.task(), interval);
            case CHANGED, UNKNOWN -> interval > 0 ? reschedule(rsc, operation, node) : restart(rsc, Task.START, 0);
        };
    }

    private boolean reschedule(Rsc rsc, LrmOperation operation, Member node) {
        cluster.work(rsc, operation.task(), operation.intervalMillis(), node, true)
                .set(ActionFlag.RESCHEDULE);
        return true;
    }

    private static boolean isConfigured(Rsc rsc, LrmOperation operation) {
        return rsc.primitive != null
                && rsc.primitive.operations().stream()
                        .anyMatch(configured -> configured.name().equals(operation.task())
                                && configured.intervalMillis() == operation.intervalMillis()
                                && OperationRules.isEnabled(configured));
    }

    private boolean restart(Rsc rsc, String task, long intervalMillis) {
        Work work = cluster.work(rsc, task, intervalMillis, null, false);
        work.reason("resource definition change", true);
        return true;
    }

    /** Have the executor forget a resource (pcmk__schedule_cleanup). */
    private void cleanUp(Rsc rsc, Member node, boolean optional) {
        if (rsc.failed || node.unclean || !node.online) {
            return;
        }
        cluster.work(rsc, Task.DELETE, 0, node, optional);
        int flags = optional ? OrderFlag.IMPLIES_THEN : OrderFlag.OPTIONAL;
        cluster.order(rsc, Task.STOP, rsc, Task.DELETE, flags);
        cluster.order(rsc, Task.DELETE, rsc, Task.START, flags);
    }
}
