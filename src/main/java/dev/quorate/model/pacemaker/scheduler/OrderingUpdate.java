package dev.quorate.model.pacemaker.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Carries through what an ordering means: who becomes required, who cannot run (pcmk_sched_actions.c).
 *
 * <p>Starts from each action and follows the orderings until nothing changes any more.
 */
final class OrderingUpdate {

    private static final int FIRST = 1;
    private static final int THEN = 2;
    /** A walk deeper than this is a loop that no real configuration makes. */
    private static final int DEPTH_BOUND = 3_000;

    private int depth;

    /** pcmk__update_action_for_orderings. */
    void update(Work then) {
        if (++depth > DEPTH_BOUND) {
            throw new IllegalStateException("orderings of " + then + " nest deeper than " + DEPTH_BOUND);
        }
        int before = then.flags;
        int changed = 0;
        if (then.is(ActionFlag.REQUIRES_ANY)) {
            then.runnableBefore = 0;
            then.requiredBefore = Math.max(1, then.requiredBefore);
            then.clear(ActionFlag.RUNNABLE);
        }
        for (Link link : then.before) {
            changed = follow(link, then, changed);
        }
        if (then.is(ActionFlag.REQUIRES_ANY)) {
            changed = before == then.flags ? changed & ~THEN : changed | THEN;
        }
        if ((changed & THEN) != 0) {
            if ((before & ActionFlag.RUNNABLE) != 0 && !then.is(ActionFlag.RUNNABLE)) {
                Colocations.blockDependents(then, this);
            }
            update(then);
            for (Link link : then.after) {
                update(link.work);
            }
        }
        depth--;
    }

    private int follow(Link link, Work then, int changedSoFar) {
        Work first = link.work;
        Member firstNode = nodeOf(first);
        Member thenNode = nodeOf(then);
        int changed = changedSoFar & ~FIRST;
        if (first.rsc != null && then.rsc != null && first.rsc != then.rsc && !then.rsc.isIn(first.rsc)) {
            first = whatReportsIt(first, first.rsc);
        }
        if (first == link.work) {
            int firstFlags = flags(first, thenNode);
            int thenFlags = flags(then, firstNode);
            changed |= apply(first, then, firstFlags, thenFlags, link);
        } else if (Work.order(first, then, link.flags, link.constraint)) {
            changed |= THEN;
            link.flags = OrderFlag.NONE;
        }
        if ((changed & FIRST) != 0) {
            for (Link other : first.after) {
                update(other.work);
            }
            update(first);
        }
        return changed;
    }

    /** A group's start is where the group goes. */
    private static @Nullable Member nodeOf(Work work) {
        if (work.rsc != null && work.rsc.isGroup() && work.task.equals(Task.START)) {
            return work.rsc.location(false);
        }
        return work.node;
    }

    /** Others wait for what a group or clone reports, not for what it begins (action_for_ordering). */
    private static Work whatReportsIt(Work work, Rsc rsc) {
        if (rsc.isPrimitive()) {
            return work;
        }
        Work report = rsc.firstWorkByKey(Task.key(rsc.id, Task.done(work.task), 0));
        return report == null ? work : report;
    }

    /** action_flags_for_ordering. */
    private static int flags(Work work, @Nullable Member node) {
        Rsc rsc = work.rsc;
        if (rsc == null) {
            return work.flags;
        }
        int flags = rsc.actionFlags(work, null);
        if (node == null || !rsc.isClone()) {
            return flags;
        }
        boolean runnable = (flags & ActionFlag.RUNNABLE) != 0;
        int onNode = rsc.actionFlags(work, node);
        return runnable ? onNode | ActionFlag.RUNNABLE : onNode;
    }

    /** update_action_for_ordering_flags. */
    private int apply(Work first, Work then, int firstFlags, int thenFlags, Link link) {
        int changed = 0;
        Member node = then.node;
        if (link.is(OrderFlag.IMPLIES_THEN)) {
            if (then.rsc != null) {
                changed |= pass(
                        then.rsc,
                        first,
                        then,
                        node,
                        firstFlags & ActionFlag.OPTIONAL,
                        ActionFlag.OPTIONAL,
                        OrderFlag.IMPLIES_THEN);
            } else if ((firstFlags & ActionFlag.OPTIONAL) == 0 && then.is(ActionFlag.OPTIONAL)) {
                then.clear(ActionFlag.OPTIONAL);
                changed |= THEN;
            }
        }
        if (link.is(OrderFlag.RESTART) && then.rsc != null) {
            changed |= pass(
                    then.rsc,
                    first,
                    then,
                    node,
                    firstFlags,
                    ActionFlag.OPTIONAL | ActionFlag.RUNNABLE,
                    OrderFlag.RESTART);
        }
        if (link.is(OrderFlag.IMPLIES_FIRST)) {
            if (first.rsc != null) {
                changed |= pass(first.rsc, first, then, node, firstFlags, ActionFlag.OPTIONAL, OrderFlag.IMPLIES_FIRST);
            } else if ((firstFlags & ActionFlag.OPTIONAL) == 0 && first.is(ActionFlag.RUNNABLE)) {
                first.clear(ActionFlag.RUNNABLE);
                changed |= FIRST;
            }
        }
        if (link.is(OrderFlag.ONE_OR_MORE)) {
            changed |= countRunnable(first, then, node, firstFlags);
        }
        if (link.is(OrderFlag.RUNNABLE_FIRST)) {
            if (then.rsc != null) {
                changed |= pass(then.rsc, first, then, node, firstFlags, ActionFlag.RUNNABLE, OrderFlag.RUNNABLE_FIRST);
            } else if ((firstFlags & ActionFlag.RUNNABLE) == 0 && then.is(ActionFlag.RUNNABLE)) {
                then.clear(ActionFlag.RUNNABLE);
                changed |= THEN;
            }
        }
        if (link.is(OrderFlag.OPTIONAL) && then.rsc != null) {
            changed |= pass(then.rsc, first, then, node, firstFlags, ActionFlag.RUNNABLE, OrderFlag.OPTIONAL);
        }
        if (link.is(OrderFlag.ASYMMETRICAL) && then.rsc != null) {
            changed |= pass(then.rsc, first, then, node, firstFlags, ActionFlag.RUNNABLE, OrderFlag.ASYMMETRICAL);
        }
        if (first.is(ActionFlag.RUNNABLE) && link.is(OrderFlag.SHOWS_THEN) && (firstFlags & ActionFlag.OPTIONAL) == 0) {
            then.set(ActionFlag.SHOWN);
        }
        if (link.is(OrderFlag.SHOWS_FIRST) && (thenFlags & ActionFlag.OPTIONAL) == 0) {
            first.set(ActionFlag.SHOWN);
        }
        return changed | blockedStop(first, then, link);
    }

    private int countRunnable(Work first, Work then, @Nullable Member node, int firstFlags) {
        if (then.rsc != null) {
            return pass(then.rsc, first, then, node, firstFlags, ActionFlag.RUNNABLE, OrderFlag.ONE_OR_MORE);
        }
        if ((firstFlags & ActionFlag.RUNNABLE) != 0) {
            then.runnableBefore++;
            if (then.runnableBefore >= then.requiredBefore && !then.is(ActionFlag.RUNNABLE)) {
                then.set(ActionFlag.RUNNABLE);
                return THEN;
            }
        }
        return 0;
    }

    /** Where a stop is blocked, what waits for it is too. */
    private static int blockedStop(Work first, Work then, Link link) {
        if (link.is(OrderFlag.IMPLIES_THEN | OrderFlag.IMPLIES_FIRST | OrderFlag.RESTART)
                && first.rsc != null
                && !first.rsc.managed
                && first.rsc.blocked
                && !first.is(ActionFlag.RUNNABLE)
                && first.task.equals(Task.STOP)
                && then.is(ActionFlag.RUNNABLE)) {
            then.clear(ActionFlag.RUNNABLE);
            return THEN;
        }
        return 0;
    }

    /** update_ordered_actions of the resource's kind. */
    private int pass(Rsc rsc, Work first, Work then, @Nullable Member node, int flags, int filter, int type) {
        if (rsc.isClone()) {
            return passToClone(first, then, node, flags, filter, type);
        }
        int changed = between(first, then, flags, filter, type);
        if (rsc.isGroup() && then.rsc != null) {
            for (Rsc member : then.rsc.children) {
                Work memberWork = member.firstWork(then.task, node);
                if (memberWork != null) {
                    changed |= pass(member, first, memberWork, node, flags, filter, type);
                }
            }
        }
        return changed;
    }

    /** pcmk__multi_update_actions. */
    private int passToClone(Work first, Work then, @Nullable Member node, int flags, int filter, int type) {
        if (canInterleave(first, then)) {
            return interleave(first, then, node, filter, type);
        }
        Rsc rsc = then.rsc;
        if (rsc == null) {
            return 0;
        }
        int changed = between(first, then, flags, filter, type);
        for (Rsc instance : rsc.children) {
            Work work = instance.firstWork(then.task, node);
            if (work == null) {
                continue;
            }
            if ((instance.actionFlags(work, node) & ActionFlag.RUNNABLE) != 0) {
                int instanceChanged = pass(instance, first, work, node, flags, filter, type);
                changed |= instanceChanged;
                if ((instanceChanged & THEN) != 0) {
                    for (Link next : work.after) {
                        update(next.work);
                    }
                }
            }
        }
        return changed;
    }

    private static boolean canInterleave(Work first, Work then) {
        if (!(first.rsc instanceof CloneRsc one) || !(then.rsc instanceof CloneRsc other) || one == other) {
            return false;
        }
        return then.key.endsWith("_stop_0") ? one.interleave : other.interleave;
    }

    /** Order instance by instance where they share a node (multi_update_interleave_actions). */
    private int interleave(Work first, Work then, @Nullable Member node, int filter, int type) {
        CloneRsc firstClone = (CloneRsc) java.util.Objects.requireNonNull(first.rsc);
        CloneRsc thenClone = (CloneRsc) java.util.Objects.requireNonNull(then.rsc);
        boolean current = first.key.endsWith("_stopped_0");
        int changed = 0;
        for (Rsc thenInstance : thenClone.children) {
            Rsc firstInstance = firstClone.compatibleInstance(thenInstance, current);
            if (firstInstance == null) {
                boolean needed = (type & (OrderFlag.RUNNABLE_FIRST | OrderFlag.IMPLIES_THEN)) != 0;
                if (!current && needed && Assignment.force(thenInstance, null)) {
                    changed |= THEN;
                }
                continue;
            }
            String task = firstClone.children.get(0).isPrimitive() ? Task.ofMember(first.task) : first.task;
            Work firstWork = firstInstance.firstWork(task, node);
            Work thenWork = thenInstance.firstWork(then.task, node);
            if (firstWork == null || thenWork == null) {
                continue;
            }
            if (Work.order(firstWork, thenWork, type)) {
                changed |= FIRST | THEN;
            }
            changed |= pass(
                    thenInstance, firstWork, thenWork, node, firstInstance.actionFlags(firstWork, node), filter, type);
        }
        return changed;
    }

    /** pcmk__update_ordered_actions. */
    private int between(Work first, Work then, int flags, int filter, int type) {
        int thenBefore = then.flags;
        int firstBefore = first.flags;
        boolean optionalAsked = (filter & ActionFlag.OPTIONAL) != 0;
        if ((type & OrderFlag.ASYMMETRICAL) != 0) {
            asymmetric(first, then);
        }
        if ((type & OrderFlag.IMPLIES_FIRST) != 0 && (thenBefore & ActionFlag.OPTIONAL) == 0) {
            if (optionalAsked && (flags & ActionFlag.OPTIONAL) == 0 && (firstBefore & ActionFlag.OPTIONAL) != 0) {
                clear(first, ActionFlag.OPTIONAL, then);
            }
            if ((flags & ActionFlag.MIGRATE_RUNNABLE) != 0 && !then.is(ActionFlag.MIGRATE_RUNNABLE)) {
                clear(first, ActionFlag.MIGRATE_RUNNABLE, then);
            }
        }
        if ((type & OrderFlag.RUNNABLE_FIRST) != 0
                && (filter & ActionFlag.RUNNABLE) != 0
                && then.is(ActionFlag.RUNNABLE)
                && (flags & ActionFlag.RUNNABLE) == 0) {
            clear(then, ActionFlag.RUNNABLE, first);
            clear(then, ActionFlag.MIGRATE_RUNNABLE, first);
        }
        if ((type & OrderFlag.IMPLIES_THEN) != 0
                && optionalAsked
                && then.is(ActionFlag.OPTIONAL)
                && (flags & ActionFlag.OPTIONAL) == 0
                && !first.is(ActionFlag.MIGRATE_RUNNABLE)) {
            clear(then, ActionFlag.OPTIONAL, first);
        }
        if ((type & OrderFlag.RESTART) != 0) {
            restart(first, then, filter);
        }
        int changed = 0;
        if (thenBefore != then.flags) {
            changed |= THEN;
            if (then.rsc != null && then.rsc.parent != null) {
                update(then);
            }
        }
        return firstBefore == first.flags ? changed : changed | FIRST;
    }

    /** handle_asymmetric_ordering. */
    private static void asymmetric(Work first, Work then) {
        Rsc rsc = then.rsc;
        if (rsc == null) {
            return;
        }
        Role role = rsc.state(true);
        if (role == Role.STOPPED && then.task.equals(Task.STOP)) {
            return;
        }
        if (role == Role.STARTED
                && then.is(ActionFlag.OPTIONAL)
                && then.node != null
                && rsc.runningOn.size() == 1
                && then.node == rsc.runningOn.get(0)
                && then.task.equals(Task.START)) {
            return;
        }
        if (!first.is(ActionFlag.RUNNABLE)) {
            clear(then, ActionFlag.OPTIONAL, first);
            clear(then, ActionFlag.RUNNABLE, first);
        }
    }

    /** handle_restart_ordering. */
    private static void restart(Work first, Work then, int filter) {
        boolean restart = (filter & ActionFlag.OPTIONAL) != 0 && !then.is(ActionFlag.OPTIONAL);
        boolean stop = (filter & ActionFlag.RUNNABLE) != 0
                && !then.is(ActionFlag.RUNNABLE)
                && then.rsc != null
                && then.rsc.managed
                && first.rsc == then.rsc;
        if (!restart && !stop) {
            return;
        }
        if (first.is(ActionFlag.RUNNABLE) || !then.is(ActionFlag.OPTIONAL)) {
            clear(first, ActionFlag.OPTIONAL, then);
        }
        if (!then.is(ActionFlag.MIGRATE_RUNNABLE)) {
            clear(first, ActionFlag.MIGRATE_RUNNABLE, then);
        }
        if (!first.is(ActionFlag.OPTIONAL) && !first.is(ActionFlag.RUNNABLE)) {
            clear(then, ActionFlag.RUNNABLE, first);
        }
    }

    /** clear_action_flag_because. */
    private static void clear(Work work, int flag, Work because) {
        if (!work.is(flag)) {
            return;
        }
        work.clear(flag);
        because.because.forEach(work::because);
        if (work.rsc != because.rsc) {
            String change = flag == ActionFlag.OPTIONAL ? "required" : "unrunnable";
            String what = because.rsc == null ? "" : " " + because.rsc.id;
            work.reason(change + what + " " + because.task, flag == ActionFlag.MIGRATE_RUNNABLE);
        }
    }
}
