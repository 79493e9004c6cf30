package dev.quorate.model.pacemaker.scheduler;

import java.util.List;

/** Probes come before anything whose need depends on their answer (pcmk__order_probes). */
final class ProbeOrder {

    private final Cluster cluster;

    ProbeOrder(Cluster cluster) {
        this.cluster = cluster;
    }

    void apply() {
        cluster.resources.forEach(this::beforeRestarts);
        beforeStops();
    }

    private void beforeRestarts(Rsc rsc) {
        if (!rsc.isPrimitive()) {
            rsc.children.forEach(this::beforeRestarts);
            return;
        }
        for (Work probe : rsc.works(Task.MONITOR, null)) {
            for (Link then : probe.after) {
                beforeRestart(probe, then.work);
                for (Work work : cluster.works) {
                    work.clear(ActionFlag.TRACKING);
                }
            }
        }
    }

    /** A start that waits for a probe may be a restart: then its stop waits too (add_restart_orderings_for_probe). */
    private static void beforeRestart(Work probe, Work after) {
        Rsc probed = probe.rsc;
        if (probed == null || !probe.task.equals(Task.MONITOR) || after.is(ActionFlag.TRACKING)) {
            return;
        }
        after.set(ActionFlag.TRACKING);
        Rsc rsc = after.rsc;
        if (rsc != null && rsc.isPrimitive() && probed != rsc && after.task.equals(Task.START)) {
            for (Work stop : rsc.works(Task.STOP, null)) {
                if (!stop.is(ActionFlag.PSEUDO)) {
                    Work.order(probe, stop, OrderFlag.OPTIONAL);
                }
            }
        }
        boolean interleave = rsc instanceof CloneRsc clone && clone.interleave;
        Rsc compatible = rsc instanceof CloneRsc clone && interleave ? clone.compatibleInstance(probed, false) : null;
        for (Link link : after.after) {
            Rsc next = link.work.rsc;
            if (!link.is(OrderFlag.IMPLIES_THEN)) {
                if (rsc == null
                        || rsc.isPrimitive()
                        || probed.parent == rsc
                        || next == null
                        || next.isClone()
                        || rsc != next.parent) {
                    continue;
                }
                if (rsc.isClone() && interleave && compatible != next) {
                    continue;
                }
            }
            beforeRestart(probe, link.work);
        }
    }

    /** What waits for a stop waits for the probes that may find something to stop (add_probe_orderings_for_stops). */
    private void beforeStops() {
        for (Ordering ordering : List.copyOf(cluster.orderings)) {
            Rsc first = ordering.firstRsc();
            if (ordering.flags() == OrderFlag.NONE || first == null || first == ordering.thenRsc()) {
                continue;
            }
            Work given = ordering.first();
            if (given != null
                    ? !given.task.equals(Task.STOP)
                    : !ordering.firstTask().endsWith("_stop_0")) {
                continue;
            }
            boolean apart = ordering.flags() == OrderFlag.ANTI_COLOCATION;
            int flags = apart ? OrderFlag.ANTI_COLOCATION : OrderFlag.OPTIONAL;
            List<Work> thens = ordering.then() != null
                    ? List.of(ordering.then())
                    : ordering.thenRsc() == null
                            ? List.of()
                            : ordering.thenRsc().worksByKey(ordering.thenTask(), null);
            for (Work probe : first.works(Task.MONITOR, null)) {
                for (Work then : thens) {
                    if (!then.task.equals(Task.SHUTDOWN) || probe.node == then.node) {
                        Work.order(probe, then, flags);
                    }
                }
            }
        }
    }
}
