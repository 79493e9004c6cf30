package dev.quorate.model.pacemaker.scheduler;

import java.util.ArrayList;
import java.util.List;

/** Fences unclean nodes, shuts down those that asked for it, and orders all else around that. */
final class Fencing {

    private final Cluster cluster;

    Fencing(Cluster cluster) {
        this.cluster = cluster;
    }

    /** schedule_fencing_and_shutdowns. */
    void schedule() {
        boolean anyManaged = cluster.resources.stream().anyMatch(Rsc::anyManaged);
        Work dcDown = null;
        List<Work> fencings = new ArrayList<>();
        List<Work> shutdowns = new ArrayList<>();
        for (Member member : cluster.members) {
            if (anyManaged && member.unclean && cluster.canFence(member)) {
                Work fencing = cluster.fenceWork(member, false, "node is unclean", false);
                orderAround(fencing);
                if (member.isDc) {
                    dcDown = fencing;
                } else {
                    if (!cluster.options.concurrentFencing() && !fencings.isEmpty()) {
                        Work.order(fencings.get(0), fencing, OrderFlag.OPTIONAL);
                    }
                    fencings.add(0, fencing);
                }
            } else if (member.online && member.shutdown) {
                Work shutdown = shutDown(member);
                if (member.isDc) {
                    dcDown = shutdown;
                } else {
                    shutdowns.add(0, shutdown);
                }
            } else if (member.unclean) {
                cluster.problems.add("Node " + member + " is unclean and cannot be fenced from here");
            }
        }
        if (dcDown != null) {
            orderDc(dcDown, fencings, shutdowns);
        }
    }

    /** The DC goes last: nobody else would see the others off. */
    private void orderDc(Work dcDown, List<Work> fencings, List<Work> shutdowns) {
        if (dcDown.task.equals(Task.SHUTDOWN)) {
            for (Work shutdown : shutdowns) {
                Work.order(shutdown, dcDown, OrderFlag.OPTIONAL);
            }
        }
        if (cluster.options.concurrentFencing()) {
            for (Work fencing : fencings) {
                Work.order(fencing, dcDown, OrderFlag.OPTIONAL);
            }
        } else if (!fencings.isEmpty()) {
            Work.order(fencings.get(0), dcDown, OrderFlag.OPTIONAL);
        }
    }

    /** pcmk__new_shutdown_action, after every stop on the node. */
    private Work shutDown(Member member) {
        Work shutdown = cluster.nodeWork(Task.SHUTDOWN + "-" + member.name, Task.SHUTDOWN, member);
        for (Work work : cluster.works) {
            Rsc rsc = work.rsc;
            if (rsc == null || work.node != member || !work.task.equals(Task.STOP)) {
                continue;
            }
            if (rsc.inMaintenance || member.maintenance || (!rsc.managed && !rsc.blocked)) {
                continue;
            }
            work.clear(ActionFlag.OPTIONAL);
            cluster.order(
                    new Ordering(rsc, "", work, null, "", shutdown, OrderFlag.OPTIONAL | OrderFlag.RUNNABLE_FIRST, ""));
        }
        return shutdown;
    }

    /** Starts wait for fencing; stops on the fenced node are done by it (pcmk__order_vs_fence). */
    private void orderAround(Work fencing) {
        Member target = fencing.node;
        if (target == null) {
            throw new IllegalStateException(fencing.key + " has no target");
        }
        for (Rsc rsc : cluster.resources) {
            orderAround(fencing, target, rsc);
        }
    }

    private void orderAround(Work fencing, Member target, Rsc rsc) {
        if (!rsc.children.isEmpty()) {
            rsc.children.forEach(child -> orderAround(fencing, target, child));
        } else if (rsc.managed) {
            orderStarts(fencing, target, rsc);
            orderStops(fencing, target, rsc);
        }
    }

    private static void orderStarts(Work fencing, Member target, Rsc rsc) {
        for (Work work : rsc.works) {
            if (work.needs == Work.Needs.FENCING) {
                Work.order(fencing, work, OrderFlag.OPTIONAL);
            } else if (work.needs == Work.Needs.QUORUM
                    && work.task.equals(Task.START)
                    && rsc.allowed.get(target) != null
                    && !isKnownOn(rsc, target)) {
                Work.order(fencing, work, OrderFlag.OPTIONAL | OrderFlag.RUNNABLE_FIRST);
            }
        }
    }

    private static boolean isKnownOn(Rsc rsc, Member node) {
        return rsc.knownOn.contains(node.id)
                || (rsc.parent != null && rsc.parent.isClone() && rsc.parent.knownOn.contains(node.id));
    }

    private static void orderStops(Work fencing, Member target, Rsc rsc) {
        List<Work> stops = rsc.works(Task.STOP, target);
        Work topStop = stops.isEmpty() || !rsc.needsFencing ? null : rsc.top().firstWork(Task.STOP, null);
        for (Work stop : stops) {
            stop.set(ActionFlag.PSEUDO | ActionFlag.RUNNABLE);
            if (rsc.needsFencing) {
                stop.set(ActionFlag.IMPLIED_BY_FENCING);
                Work.order(fencing, stop, OrderFlag.PRESERVE);
                Work.order(fencing, topStop, OrderFlag.PRESERVE);
            }
        }
    }
}
