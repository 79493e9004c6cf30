package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Constraint.Discovery;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** An anonymous clone and its instances (pcmk_sched_clone.c, lib/pengine/clone.c). */
final class CloneRsc extends Rsc {

    final int cloneMax;
    final boolean ordered;
    final boolean interleave;
    private int instanceCount;
    private @Nullable IntFunction<Rsc> maker;

    CloneRsc(Cluster cluster, String id, int cloneMax, boolean ordered, boolean interleave) {
        super(cluster, id, id, null, null);
        this.cloneMax = cloneMax;
        this.ordered = ordered;
        this.interleave = interleave;
    }

    @Override
    int variant() {
        return 2;
    }

    /** Make the configured instances; {@code maker} makes one of a number, for orphans later on too. */
    void fill(IntFunction<Rsc> instanceMaker) {
        maker = instanceMaker;
        for (int i = 0; i < Math.max(1, cloneMax); i++) {
            addInstance();
        }
    }

    /** One instance more; beyond clone-max it is an orphan (pe__create_clone_child). */
    Rsc addInstance() {
        if (maker == null) {
            throw new IllegalStateException("clone " + id + " was not filled");
        }
        Rsc instance = maker.apply(instanceCount);
        if (instanceCount >= cloneMax) {
            markOrphan(instance);
        }
        instanceCount++;
        children.add(instance);
        return instance;
    }

    private static void markOrphan(Rsc rsc) {
        rsc.orphan = true;
        rsc.children.forEach(CloneRsc::markOrphan);
    }

    /** Whether there is an instance for every node (pe__is_universal_clone). */
    boolean isUniversal() {
        return cloneMax == cluster.members.size();
    }

    private static int number(Rsc instance) {
        return Integer.parseInt(instance.id.substring(instance.id.lastIndexOf(':') + 1));
    }

    private void sortByNumber() {
        children.sort(Comparator.comparingInt(CloneRsc::number));
    }

    @Override
    @Nullable
    Member assign(@Nullable Member prefer) {
        if (!provisional || assigning) {
            return null;
        }
        assigning = true;
        for (ColocationRule rule : new ArrayList<>(thisWith)) {
            rule.primary().assign(prefer);
        }
        for (ColocationRule rule : new ArrayList<>(withThis)) {
            if (rule.hasInfluence()) {
                allowed = Colocations.merge(rule.dependent(), allowed, rule.factor(), true, true);
            }
        }
        children.sort(new InstanceOrder());
        distribute(allowed.sorted(null));
        provisional = false;
        assigning = false;
        return null;
    }

    /** Keep instances where they run, then place the others (distribute_children). */
    private void distribute(List<Place> places) {
        int available = 0;
        for (Place place : places) {
            place.count = 0;
            if (place.member.isAvailable()) {
                available++;
            }
        }
        boolean allColocations = cloneMax < available;
        int perNode = available == 0 ? 1 : Math.max(1, cloneMax / available);
        int placed = 0;
        List<Rsc> instances = new ArrayList<>(children);
        for (Rsc instance : instances) {
            if (placed >= cloneMax) {
                break;
            }
            Member current = instanceNode(instance);
            if (current == null || !instance.provisional || instance.failed) {
                continue;
            }
            Place top = instance.topPlace(current);
            if (!current.isAvailable() || current.score < 0 || (top != null && top.count >= perNode)) {
                continue;
            }
            if (place(instance, current, allColocations) != null) {
                placed++;
            }
        }
        for (Rsc instance : instances) {
            if (!instance.provisional) {
                continue;
            }
            if (placed >= cloneMax) {
                cluster.score(instance, null, -Values.INFINITY);
            } else if (place(instance, null, allColocations) != null) {
                placed++;
            }
        }
    }

    /** pe__current_node of an instance, which may be a group. */
    private static @Nullable Member instanceNode(Rsc instance) {
        return instance.runningOn.isEmpty() ? null : instance.currentNode();
    }

    /** Place one instance, or nowhere if it would not get the preferred node (allocate_instance). */
    private @Nullable Member place(Rsc instance, @Nullable Member prefer, boolean allColocations) {
        if (!instance.provisional) {
            return instance.location(false);
        }
        if (instance.assigning) {
            return null;
        }
        inheritColocations(instance, allColocations);
        if (prefer != null) {
            Place preferred = instance.allowed.get(prefer);
            if (preferred == null || preferred.score < 0) {
                return null;
            }
        }
        for (Place place : new ArrayList<>(instance.allowed.all())) {
            limit(instance, place);
        }
        Places backup = instance.allowed.copy();
        Member chosen = instance.assign(prefer);
        if (chosen != null && prefer != null && chosen != prefer) {
            instance.allowed = backup;
            Assignment.undo(instance);
            chosen = null;
        }
        if (chosen != null) {
            Place top = instance.topPlace(chosen);
            if (top != null) {
                top.count++;
            }
        }
        return chosen;
    }

    /** Bar an instance from nodes that are unusable or have their instance (can_run_instance); one a node. */
    private void limit(Rsc instance, Place place) {
        Place top = instance.topPlace(place.member);
        if (!place.member.isAvailable() || instance.orphan || top == null) {
            instance.scoreIfKnown(place.member, -Values.INFINITY);
        } else if (top.score < 0) {
            instance.scoreIfKnown(place.member, top.score);
        } else if (top.count >= 1) {
            instance.scoreIfKnown(place.member, -Values.INFINITY);
        }
    }

    /** An instance obeys the clone's colocations; mere wishes only when there are more nodes than instances. */
    private void inheritColocations(Rsc instance, boolean all) {
        for (ColocationRule rule : thisWith) {
            if (all || rule.score() < 0 || rule.score() == Values.INFINITY) {
                ColocationRule.addThisWith(instance, rule);
            }
        }
        for (ColocationRule rule : withThis) {
            if (rule.hasInfluence(instance) && (all || rule.score() < 0)) {
                ColocationRule.addWithThis(instance, rule);
            }
        }
    }

    @Override
    void createActions() {
        boolean active = false;
        boolean starting = false;
        boolean stopping = false;
        boolean migratable = true;
        for (Rsc instance : children) {
            instance.createActions();
            Activity activity = new Activity();
            activity.add(instance);
            active |= activity.active;
            starting |= activity.starting;
            stopping |= activity.stopping;
            migratable &= !(activity.starting && activity.stopping);
        }
        cluster.pseudo(this, Task.START, !starting, true);
        Work started = cluster.pseudo(this, Task.RUNNING, !starting, false);
        started.priority = Values.INFINITY;
        if (active || starting) {
            started.set(ActionFlag.RUNNABLE);
        }
        Work stop = cluster.pseudo(this, Task.STOP, !stopping, true);
        Work stopped = cluster.pseudo(this, Task.STOPPED, !stopping, true);
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

    /** Instances of an ordered clone start one by one and stop in reverse (child_ordering_constraints). */
    private void orderInstances() {
        if (!ordered) {
            return;
        }
        sortByNumber();
        Work lastStop = null;
        Work lastStart = null;
        for (Rsc instance : children) {
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

    @Override
    boolean createProbe(Member node) {
        sortByNumber();
        if (exclusiveDiscovery) {
            Place place = allowed.get(node);
            if (place != null && place.discovery != Discovery.EXCLUSIVE) {
                allowed.remove(node);
                return false;
            }
        }
        Rsc instance = children.stream()
                .filter(child -> isKnownOn(child, node))
                .findFirst()
                .or(() -> children.stream()
                        .filter(child -> child.location(false) == node)
                        .findFirst())
                .orElse(children.get(0));
        return instance.createProbe(node);
    }

    private static boolean isKnownOn(Rsc rsc, Member node) {
        return rsc.children.isEmpty()
                ? rsc.knownOn.contains(node.id)
                : rsc.children.stream().anyMatch(child -> isKnownOn(child, node));
    }

    @Override
    void internalConstraints() {
        cluster.order(this, Task.STOPPED, this, Task.START, OrderFlag.OPTIONAL);
        cluster.order(this, Task.START, this, Task.RUNNING, OrderFlag.RUNNABLE_FIRST);
        cluster.order(this, Task.STOP, this, Task.STOPPED, OrderFlag.RUNNABLE_FIRST);
        if (ordered) {
            sortByNumber();
        }
        Rsc previous = null;
        for (Rsc instance : children) {
            instance.internalConstraints();
            cluster.order(this, Task.START, instance, Task.START, OrderFlag.RUNNABLE_FIRST | OrderFlag.SHOWS_FIRST);
            cluster.order(instance, Task.START, this, Task.RUNNING, OrderFlag.SHOWS_THEN);
            if (ordered && previous != null) {
                cluster.order(previous, Task.START, instance, Task.START, OrderFlag.OPTIONAL);
            }
            cluster.order(this, Task.STOP, instance, Task.STOP, OrderFlag.SHOWS_FIRST);
            cluster.order(instance, Task.STOP, this, Task.STOPPED, OrderFlag.SHOWS_THEN);
            if (ordered && previous != null) {
                cluster.order(instance, Task.STOP, previous, Task.STOP, OrderFlag.OPTIONAL);
            }
            previous = instance;
        }
    }

    /** The instance on the same node, or for one without a node on the best it may get (find_compatible_child). */
    @Nullable
    Rsc compatibleInstance(Rsc other, boolean current) {
        Member on = other.location(current);
        if (on != null) {
            return instanceOn(on, current);
        }
        for (Place place : other.allowed.sorted(null)) {
            Rsc match = instanceOn(place.member, current);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    private @Nullable Rsc instanceOn(Member member, boolean current) {
        for (Rsc instance : children) {
            if (!instance.anyBlocked() && instance.location(current) == member) {
                return instance;
            }
        }
        return null;
    }

    @Override
    void applyToDependent(Rsc dependent, ColocationRule rule) {
        if (provisional) {
            return;
        }
        if (rule.dependent() instanceof CloneRsc clone && clone.interleave) {
            Rsc instance = compatibleInstance(dependent, false);
            if (instance != null) {
                dependent.applyAsDependent(instance, rule);
            } else if (rule.isMandatory()) {
                Assignment.force(dependent, null);
            }
            return;
        }
        if (rule.isMandatory()) {
            List<Member> here = new ArrayList<>();
            for (Rsc instance : children) {
                Member chosen = instance.location(false);
                if (chosen != null && !instance.anyBlocked()) {
                    here.add(chosen);
                }
            }
            barOthers(dependent, here);
            dependent.because("constraint:" + rule.id());
            return;
        }
        for (Rsc instance : children) {
            instance.applyToDependent(dependent, rule);
        }
    }

    /** node_list_exclude. */
    private static void barOthers(Rsc dependent, List<Member> here) {
        for (Place place : dependent.allowed.all()) {
            if (!here.contains(place.member)) {
                place.score = -Values.INFINITY;
            }
        }
        for (Member member : here) {
            if (dependent.allowed.get(member) == null) {
                dependent.allowed.put(new Place(member, -Values.INFINITY));
            }
        }
    }

    @Override
    void applyAsDependent(Rsc primary, ColocationRule rule) {
        throw new IllegalStateException("clone " + id + " depends through its instances, not itself");
    }

    @Override
    void applyLocation(LocationRule rule) {
        applyOwnLocation(rule);
        for (Rsc instance : children) {
            instance.applyLocation(rule);
        }
    }

    /** summary_action_flags. */
    @Override
    int actionFlags(Work work, @Nullable Member node) {
        int flags = ActionFlag.OPTIONAL | ActionFlag.RUNNABLE | ActionFlag.PSEUDO;
        // A clone's instance does the task itself; a cloned group reports that it did.
        String task = children.get(0).isPrimitive() ? Task.ofMember(work.task) : work.task;
        boolean anyRunnable = false;
        for (Rsc instance : children) {
            Work instanceWork = instance.firstWork(task, instance.children.isEmpty() ? node : null);
            if (instanceWork == null) {
                continue;
            }
            int instanceFlags = instance.actionFlags(instanceWork, node);
            if ((flags & ActionFlag.OPTIONAL) != 0 && (instanceFlags & ActionFlag.OPTIONAL) == 0) {
                flags &= ~ActionFlag.OPTIONAL;
                work.clear(ActionFlag.OPTIONAL);
            }
            anyRunnable |= (instanceFlags & ActionFlag.RUNNABLE) != 0;
        }
        if (!anyRunnable) {
            flags &= ~ActionFlag.RUNNABLE;
            if (node == null) {
                work.clear(ActionFlag.RUNNABLE);
            }
        }
        return flags;
    }

    @Override
    boolean isActive(boolean all) {
        return all
                ? children.stream().allMatch(instance -> instance.isActive(true))
                : children.stream().anyMatch(instance -> instance.isActive(false));
    }

    @Override
    Role state(boolean current) {
        Role most = Role.UNKNOWN;
        for (Rsc instance : children) {
            Role one = instance.state(current);
            most = one.compareTo(most) > 0 ? one : most;
        }
        return most;
    }
}
