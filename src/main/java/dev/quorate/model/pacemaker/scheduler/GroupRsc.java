package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** A group: members on one node, started in order, stopped in reverse (pcmk_sched_group.c). */
final class GroupRsc extends Rsc {

    GroupRsc(Cluster cluster, String id, String configId, @Nullable Rsc parent) {
        super(cluster, id, configId, parent, null);
    }

    @Override
    int variant() {
        return 1;
    }

    private Rsc first() {
        return children.get(0);
    }

    private Rsc last() {
        return children.get(children.size() - 1);
    }

    @Override
    @Nullable
    Member assign(@Nullable Member prefer) {
        if (!provisional) {
            return assigned;
        }
        if (assigning) {
            return null;
        }
        assigning = true;
        role = first().role;
        handColocationsToMembers();
        Member node = null;
        for (Rsc member : children) {
            Member assignedTo = member.assign(prefer);
            node = node == null ? assignedTo : node;
        }
        nextRole = first().nextRole;
        assigning = false;
        provisional = false;
        return node;
    }

    /** The first member stands for the group where it depends, the last where others do (expand_group_colocations). */
    private void handColocationsToMembers() {
        for (ColocationRule rule : thisWith) {
            ColocationRule.addThisWith(first(), rule);
        }
        boolean anyUnmanaged = !first().managed;
        for (Rsc member : children.subList(1, children.size())) {
            if (anyUnmanaged) {
                for (ColocationRule rule : thisWith) {
                    if (rule.isMandatory()) {
                        ColocationRule.addThisWith(member, rule);
                    }
                }
            } else if (!member.managed) {
                anyUnmanaged = true;
            }
        }
        thisWith = new ArrayList<>();
        for (ColocationRule rule : withThis) {
            ColocationRule.addWithThis(last(), rule);
        }
        withThis = new ArrayList<>();
    }

    @Override
    void createActions() {
        for (Rsc member : children) {
            member.createActions();
        }
        cluster.pseudo(this, Task.START, true, true);
        cluster.pseudo(this, Task.RUNNING, true, true);
        cluster.pseudo(this, Task.STOP, true, true);
        cluster.pseudo(this, Task.STOPPED, true, true);
    }

    @Override
    boolean createProbe(Member node) {
        boolean any = false;
        for (Rsc member : children) {
            any |= member.createProbe(node);
        }
        return any;
    }

    @Override
    void internalConstraints() {
        cluster.order(this, Task.STOP, this, Task.STOPPED, OrderFlag.RUNNABLE_FIRST);
        cluster.order(this, Task.STOPPED, this, Task.START, OrderFlag.OPTIONAL);
        cluster.order(this, Task.START, this, Task.RUNNING, OrderFlag.RUNNABLE_FIRST);
        Rsc previous = null;
        Rsc lastActive = null;
        for (Rsc member : children) {
            member.internalConstraints();
            constrain(member, previous);
            if (!member.runningOn.isEmpty()) {
                if (previous != null && previous.runningOn.isEmpty() && lastActive != null) {
                    cluster.order(member, Task.STOP, lastActive, Task.STOP, OrderFlag.OPTIONAL);
                }
                lastActive = member;
            }
            previous = member;
        }
    }

    /** member_internal_constraints of an ordered, colocated group. */
    private void constrain(Rsc member, @Nullable Rsc previous) {
        int down = OrderFlag.SHOWS_FIRST;
        int afterDown = OrderFlag.SHOWS_THEN;
        if (previous == null) {
            down |= OrderFlag.OPTIONAL;
            afterDown = OrderFlag.IMPLIES_THEN;
        } else {
            ConstraintReader.colocate(
                    new ColocationRule("group " + configId, member, previous, Values.INFINITY, member.critical),
                    cluster);
        }
        cluster.order(this, Task.STOP, member, Task.STOP, down);
        cluster.order(member, Task.STOP, this, Task.STOPPED, afterDown);
        cluster.order(this, Task.START, member, Task.START, OrderFlag.SHOWS_FIRST);
        cluster.order(
                member,
                Task.START,
                this,
                Task.RUNNING,
                OrderFlag.RUNNABLE_FIRST | OrderFlag.IMPLIES_THEN | OrderFlag.SHOWS_THEN);
        if (previous != null) {
            cluster.order(previous, Task.START, member, Task.START, OrderFlag.IMPLIES_THEN | OrderFlag.RUNNABLE_FIRST);
            cluster.order(member, Task.STOP, previous, Task.STOP, OrderFlag.OPTIONAL | OrderFlag.RESTART);
        }
    }

    @Override
    void applyToDependent(Rsc dependent, ColocationRule rule) {
        if (!provisional) {
            Rsc member = rule.isMandatory() ? last() : first();
            member.applyToDependent(dependent, rule);
        }
    }

    @Override
    void applyAsDependent(Rsc primary, ColocationRule rule) {
        first().applyAsDependent(primary, rule);
    }

    @Override
    void applyLocation(LocationRule rule) {
        applyOwnLocation(rule);
        LocationRule forMember = rule;
        for (Rsc member : children) {
            member.applyLocation(forMember);
            forMember = rule.withoutPoints();
        }
    }

    @Override
    int actionFlags(Work work, @Nullable Member node) {
        int flags = ActionFlag.OPTIONAL | ActionFlag.RUNNABLE | ActionFlag.PSEUDO;
        String task = Task.ofMember(work.task);
        for (Rsc member : children) {
            Work memberWork = member.firstWork(task, node);
            if (memberWork != null) {
                int memberFlags = member.actionFlags(memberWork, node);
                if ((flags & ActionFlag.OPTIONAL) != 0 && (memberFlags & ActionFlag.OPTIONAL) == 0) {
                    flags &= ~ActionFlag.OPTIONAL;
                    work.clear(ActionFlag.OPTIONAL);
                }
                if (!task.equals(work.task)
                        && (flags & ActionFlag.RUNNABLE) != 0
                        && (memberFlags & ActionFlag.RUNNABLE) == 0) {
                    flags &= ~ActionFlag.RUNNABLE;
                    work.clear(ActionFlag.RUNNABLE);
                }
            } else if (!task.equals(Task.STOP)) {
                flags &= ~ActionFlag.RUNNABLE;
            }
        }
        return flags;
    }

    @Override
    boolean isActive(boolean all) {
        return all
                ? children.stream().allMatch(member -> member.isActive(true))
                : children.stream().anyMatch(member -> member.isActive(false));
    }

    @Override
    Role state(boolean current) {
        Role most = Role.UNKNOWN;
        for (Rsc member : children) {
            Role one = member.state(current);
            most = one.compareTo(most) > 0 ? one : most;
        }
        return most;
    }
}
