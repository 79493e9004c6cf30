package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Values;
import org.jspecify.annotations.Nullable;

/** What a clone does as a whole, and the order among its instances (pcmk_sched_clone.c, lib/pengine/clone.c). */
final class InstanceActions {

    private final CloneRsc clone;

    InstanceActions(CloneRsc clone) {
        this.clone = clone;
    }

    /** Make what the clone as a whole does, from what its instances are about to do. */
    void create() {
        boolean active = false;
        boolean starting = false;
        boolean stopping = false;
        boolean migratable = true;
        for (Rsc instance : clone.children) {
            instance.createActions();
            Activity activity = new Activity();
            activity.add(instance);
            active |= activity.active;
            starting |= activity.starting;
            stopping |= activity.stopping;
            migratable &= !(activity.starting && activity.stopping);
        }
        clone.cluster.pseudo(clone, Task.START, !starting, true);
        Work started = clone.cluster.pseudo(clone, Task.RUNNING, !starting, false);
        started.priority = Values.INFINITY;
        if (active || starting) {
            started.set(ActionFlag.RUNNABLE);
        }
        Work stop = clone.cluster.pseudo(clone, Task.STOP, !stopping, true);
        Work stopped = clone.cluster.pseudo(clone, Task.STOPPED, !stopping, true);
        stopped.priority = Values.INFINITY;
        if (migratable) {
            stop.set(ActionFlag.MIGRATE_RUNNABLE);
        }
        orderInstances();
    }

    /** What an instance is about to do (clone_update_pseudo_status). */
    private static final class Activity {
        boolean active;
        boolean starting;
        boolean stopping;

        void add(Rsc rsc) {
            if (!rsc.children.isEmpty()) {
                rsc.children.forEach(this::add);
                return;
            }
            active |= !rsc.runningOn.isEmpty();
            for (Work work : rsc.works) {
                boolean happens = work.is(ActionFlag.PSEUDO) || work.is(ActionFlag.RUNNABLE);
                if (work.is(ActionFlag.OPTIONAL) || !happens) {
                    continue;
                }
                stopping |= work.task.equals(Task.STOP);
                starting |= work.task.equals(Task.START) && work.is(ActionFlag.RUNNABLE);
            }
        }
    }

    /** Instances of an clone.ordered clone start one by one and stop in reverse (child_ordering_constraints). */
    private void orderInstances() {
        if (!clone.ordered) {
            return;
        }
        clone.sortByNumber();
        Work lastStop = null;
        Work lastStart = null;
        for (Rsc instance : clone.children) {
            Work stop = requiredWork(instance, Task.STOP);
            if (stop != null) {
                Work.order(stop, lastStop, OrderFlag.OPTIONAL);
                lastStop = stop;
            }
            Work start = requiredWork(instance, Task.START);
            if (start != null) {
                Work.order(lastStart, start, OrderFlag.OPTIONAL);
                lastStart = start;
            }
        }
    }

    private static @Nullable Work requiredWork(Rsc instance, String task) {
        Work match = null;
        for (Work work : instance.works(task, null)) {
            if (!work.is(ActionFlag.OPTIONAL)) {
                if (match != null) {
                    return null;
                }
                match = work;
            }
        }
        return match;
    }

    /** Its instances start after it began and before it is running; and they stop likewise. */
    void constrain() {
        clone.cluster.order(clone, Task.STOPPED, clone, Task.START, OrderFlag.OPTIONAL);
        clone.cluster.order(clone, Task.START, clone, Task.RUNNING, OrderFlag.RUNNABLE_FIRST);
        clone.cluster.order(clone, Task.STOP, clone, Task.STOPPED, OrderFlag.RUNNABLE_FIRST);
        if (clone.ordered) {
            clone.sortByNumber();
        }
        Rsc previous = null;
        for (Rsc instance : clone.children) {
            instance.internalConstraints();
            clone.cluster.order(
                    clone, Task.START, instance, Task.START, OrderFlag.RUNNABLE_FIRST | OrderFlag.SHOWS_FIRST);
            clone.cluster.order(instance, Task.START, clone, Task.RUNNING, OrderFlag.SHOWS_THEN);
            if (clone.ordered && previous != null) {
                clone.cluster.order(previous, Task.START, instance, Task.START, OrderFlag.OPTIONAL);
            }
            clone.cluster.order(clone, Task.STOP, instance, Task.STOP, OrderFlag.SHOWS_FIRST);
            clone.cluster.order(instance, Task.STOP, clone, Task.STOPPED, OrderFlag.SHOWS_THEN);
            if (clone.ordered && previous != null) {
                clone.cluster.order(instance, Task.STOP, previous, Task.STOP, OrderFlag.OPTIONAL);
            }
            previous = instance;
        }
    }
}
