package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recurring operations: started with the resource, kept, or made where it should not run (pcmk_sched_recurring.c). */
final class Recurring {

    private Recurring() {}

    static void create(Rsc rsc) {
        if (rsc.blocked || rsc.inMaintenance || rsc.primitive == null) {
            return;
        }
        Work start = null;
        Member node = rsc.assigned;
        if (node != null && !node.maintenance && (rsc.nextRole != Role.STOPPED || !rsc.managed)) {
            start = rsc.cluster.work(rsc, Task.START, 0, node, true);
        }
        for (Operation operation : rsc.primitive.operations()) {
            if (!recurs(rsc, operation)) {
                continue;
            }
            String role = operation.options().getOrDefault("role", "started");
            boolean whenStopped = role.equalsIgnoreCase("stopped");
            if (start != null && role.equalsIgnoreCase("started") && node != null) {
                forActive(rsc, operation, node, start);
            }
            if (whenStopped && rsc.unique) {
                forInactive(rsc, operation, node);
            }
        }
    }

    private static boolean recurs(Rsc rsc, Operation operation) {
        return operation.intervalMillis() > 0
                && !operation.name().equals(Task.START)
                && !operation.name().equals(Task.STOP)
                && OperationRules.isEnabled(operation)
                && rsc.primitive != null
                && rsc.primitive
                        .operation(operation.name(), operation.intervalMillis())
                        .isPresent();
    }

    /** recurring_op_for_active. */
    private static void forActive(Rsc rsc, Operation operation, Member node, Work start) {
        String key = Task.key(rsc.id, operation.name(), operation.intervalMillis());
        List<Work> known = rsc.exactWorks(key, node);
        boolean optional = start.is(ActionFlag.OPTIONAL)
                && !known.isEmpty()
                && known.stream().noneMatch(work -> work.is(ActionFlag.RESCHEDULE));
        Work monitor = rsc.cluster.work(rsc, operation.name(), operation.intervalMillis(), node, optional);
        if (!start.is(ActionFlag.RUNNABLE) || !node.online || node.unclean) {
            monitor.clear(ActionFlag.RUNNABLE);
        }
        if (rsc.managed) {
            rsc.cluster.order(new Ordering(
                    rsc,
                    Task.key(rsc.id, Task.START, 0),
                    null,
                    rsc,
                    "",
                    monitor,
                    OrderFlag.IMPLIES_THEN | OrderFlag.RUNNABLE_FIRST,
                    ""));
        }
    }

    /** A monitor with role=Stopped on every node where the resource is not (recurring_op_for_inactive). */
    private static void forInactive(Rsc rsc, Operation operation, @Nullable Member activeOn) {
        String key = Task.key(rsc.id, operation.name(), operation.intervalMillis());
        for (Member node : rsc.cluster.members) {
            if (node == activeOn) {
                cancelIfRunning(rsc, operation, key, node);
                continue;
            }
            boolean optional = !rsc.exactWorks(key, node).isEmpty();
            Work monitor = rsc.cluster.work(rsc, operation.name(), operation.intervalMillis(), node, optional);
            monitor.expectedRc = Assignment.NOT_RUNNING;
            if (rsc.managed) {
                for (Work probe : rsc.works(Task.MONITOR, node)) {
                    Work.order(probe, monitor, OrderFlag.RUNNABLE_FIRST);
                }
            }
            orderAfterStops(rsc, node, monitor);
            if (!node.online || node.unclean) {
                monitor.clear(ActionFlag.RUNNABLE);
            }
        }
    }

    private static void cancelIfRunning(Rsc rsc, Operation operation, String key, Member node) {
        if (rsc.exactWorks(key, node).isEmpty()) {
            return;
        }
        Work cancel = rsc.cluster.cancel(rsc, operation.name(), operation.intervalMillis(), node);
        if (rsc.nextRole == Role.STARTED) {
            rsc.cluster.order(new Ordering(
                    rsc, "", cancel, rsc, Task.key(rsc.id, Task.START, 0), null, OrderFlag.RUNNABLE_FIRST, ""));
        }
    }

    private static void orderAfterStops(Rsc rsc, Member node, Work monitor) {
        for (Work stop : rsc.exactWorks(Task.key(rsc.id, Task.STOP, 0), node)) {
            if (!stop.is(ActionFlag.OPTIONAL) && !monitor.is(ActionFlag.OPTIONAL) && !rsc.managed) {
                monitor.set(ActionFlag.OPTIONAL);
            }
            if (!stop.is(ActionFlag.RUNNABLE)) {
                monitor.clear(ActionFlag.RUNNABLE);
            }
            if (rsc.managed) {
                rsc.cluster.order(new Ordering(
                        rsc, "", stop, rsc, "", monitor, OrderFlag.IMPLIES_THEN | OrderFlag.RUNNABLE_FIRST, ""));
            }
        }
    }

    /** End a recurring operation that the configuration no longer has, or that maintenance forbids (pcmk__schedule_cancel). */
    static void cancel(Rsc rsc, String task, long intervalMillis, Member node, String reason) {
        Work cancel = rsc.cluster.cancel(rsc, task, intervalMillis, node);
        cancel.because(reason);
        rsc.cluster.order(
                new Ordering(rsc, Task.key(rsc.id, Task.STOP, 0), null, rsc, "", cancel, OrderFlag.OPTIONAL, ""));
    }
}
