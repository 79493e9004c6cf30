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

    void sortByNumber() {
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
        new InstancePlacement(this).distribute(allowed.sorted(null));
        provisional = false;
        assigning = false;
        return null;
    }

    @Override
    void createActions() {
        new InstanceActions(this).create();
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
        new InstanceActions(this).constrain();
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
