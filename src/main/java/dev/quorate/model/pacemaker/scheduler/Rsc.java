package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Constraint.Discovery;
import dev.quorate.model.pacemaker.cib.Primitive;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A resource, or an instance of one, while a transition is worked out (pe_resource_t). */
abstract class Rsc {

    /** What is done about a resource that runs on several nodes. */
    enum Recovery {
        STOP_START,
        STOP_ONLY,
        BLOCK,
        STOP_UNEXPECTED
    }

    final Cluster cluster;
    final String id;
    /** Its id in the configuration, without instance number. */
    final String configId;

    final @Nullable Rsc parent;
    /** The configured primitive; null for groups and clones. */
    final @Nullable Primitive primitive;

    final SortedMap<String, String> meta = new TreeMap<>();
    List<Rsc> children = new ArrayList<>();

    /** The name under which its history was found, where that is not its id. */
    @Nullable
    String historyName;

    int priority;
    int stickiness;
    int migrationThreshold;
    long failureTimeoutSeconds;
    Recovery recovery = Recovery.STOP_START;
    boolean fenceDevice;
    boolean needsFencing;
    boolean needsQuorum;
    boolean unique;
    boolean critical = true;
    boolean restartsWithOptionalOrders;

    boolean managed = true;
    boolean inMaintenance;
    boolean orphan;
    boolean failed;
    boolean mustStop;
    boolean blocked;
    boolean failureIgnored;
    boolean startPending;
    boolean stopUnexpected;
    boolean restarting;
    boolean exclusiveDiscovery;

    Role role = Role.STOPPED;
    Role nextRole = Role.UNKNOWN;

    final List<Member> runningOn = new ArrayList<>();
    final Set<String> knownOn = new LinkedHashSet<>();

    @Nullable
    String pendingTask;

    @Nullable
    Member pendingNode;

    Places allowed = new Places();
    boolean provisional = true;
    boolean assigning;
    boolean merging;

    @Nullable
    Member assigned;

    List<ColocationRule> thisWith = new ArrayList<>();
    List<ColocationRule> withThis = new ArrayList<>();
    Chain<Work> works = Chain.empty();

    final List<String> because = new ArrayList<>();

    Rsc(Cluster cluster, String id, String configId, @Nullable Rsc parent, @Nullable Primitive primitive) {
        this.cluster = cluster;
        this.id = id;
        this.configId = configId;
        this.parent = parent;
        this.primitive = primitive;
    }

    /** 0 primitive, 1 group, 2 clone: the order of enum pe_obj_types. */
    abstract int variant();

    /** Choose where it runs (resource_alloc_functions_t.assign). */
    abstract @Nullable Member assign(@Nullable Member prefer);

    /** Make the actions that its assignment asks for. */
    abstract void createActions();

    /** Ask a node what it does there; whether any probe was made. */
    abstract boolean createProbe(Member node);

    /** Orderings and colocations that hold without the user's word. */
    abstract void internalConstraints();

    /** Let a colocation act on the places of a dependent primitive; this resource is the primary. */
    abstract void applyToDependent(Rsc dependent, ColocationRule rule);

    /** Let a colocation act on the own places; this resource is the dependent. */
    abstract void applyAsDependent(Rsc primary, ColocationRule rule);

    abstract void applyLocation(LocationRule rule);

    /** Flags of an action, of a group or clone as its members' sum up (action_flags). */
    abstract int actionFlags(Work work, @Nullable Member node);

    abstract boolean isActive(boolean all);

    /** What a resource is doing, or is to do; of a group or clone the most its members do. */
    abstract Role state(boolean current);

    final boolean isClone() {
        return variant() == 2;
    }

    final boolean isGroup() {
        return variant() == 1;
    }

    final boolean isPrimitive() {
        return variant() == 0;
    }

    /** The clone, group or primitive that the user configured at top level. */
    final Rsc top() {
        Rsc top = this;
        while (top.parent != null) {
            top = top.parent;
        }
        return top;
    }

    final boolean isIn(Rsc other) {
        for (Rsc up = parent; up != null; up = up.parent) {
            if (up == other) {
                return true;
            }
        }
        return false;
    }

    /** Whether it, or something in it, is blocked (is_set_recursive). */
    final boolean anyBlocked() {
        return blocked || children.stream().anyMatch(Rsc::anyBlocked);
    }

    final boolean anyFailed() {
        return failed || children.stream().anyMatch(Rsc::anyFailed);
    }

    final boolean anyManaged() {
        return managed || children.stream().anyMatch(Rsc::anyManaged);
    }

    /** This resource or one in it by its id or the name of its history (pe_find_renamed). */
    final @Nullable Rsc find(String name) {
        if (id.equals(name) || name.equals(historyName)) {
            return this;
        }
        for (Rsc child : children) {
            Rsc match = child.find(name);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** Every node that it is on: now, or as assigned (native_location). */
    final List<Member> locations(boolean current, boolean pending) {
        List<Member> found = new ArrayList<>();
        if (!children.isEmpty()) {
            for (Rsc child : children) {
                for (Member member : child.locations(current, pending)) {
                    addOnce(found, member);
                }
            }
        } else if (current) {
            found.addAll(runningOn);
            if (pending && pendingNode != null) {
                addOnce(found, pendingNode);
            }
        } else if (assigned != null) {
            found.add(assigned);
        }
        return found;
    }

    private static void addOnce(List<Member> members, Member member) {
        if (!members.contains(member)) {
            members.add(member);
        }
    }

    /** The one node that it is on; null when there are none or several. */
    final @Nullable Member location(boolean current) {
        List<Member> all = locations(current, false);
        return all.size() == 1 ? all.get(0) : null;
    }

    /** The node that counts as the one it runs on (pe__find_active_on). */
    final @Nullable Member currentNode() {
        Member active = null;
        for (Member member : runningOn) {
            boolean keepLooking = false;
            if (!needsFencing) {
                boolean clean = member.online && !member.unclean;
                if (clean && (active == null || !active.online || active.unclean)) {
                    active = member;
                } else {
                    keepLooking = true;
                }
            }
            if (active == null) {
                active = member;
            }
            if (!keepLooking) {
                break;
            }
        }
        return active;
    }

    final int cleanActiveCount() {
        return (int) runningOn.stream()
                .filter(member -> member.online && !member.unclean)
                .count();
    }

    /** On how many nodes it counts as active: those that fencing would clean do not count without it. */
    final boolean isMultiplyActive() {
        return isPrimitive() && (needsFencing ? runningOn.size() : cleanActiveCount()) > 1;
    }

    /** Where a clone's instance stands in the clone's own table of nodes (pcmk__top_allowed_node). */
    final @Nullable Place topPlace(Member member) {
        return parent == null ? allowed.get(member) : parent.allowed.get(member);
    }

    /** Score this and all in it on a node (resource_node_score). */
    void score(Member member, int points) {
        for (Rsc child : children) {
            child.score(member, points);
        }
        Place place = allowed.get(member);
        if (place == null) {
            place = new Place(member, member.score);
            allowed.put(place);
        }
        place.add(points);
    }

    /** Score this and all in it on a node they already know (common_update_score). */
    final void scoreIfKnown(Member member, int points) {
        Place place = allowed.get(member);
        if (place != null) {
            place.add(points);
        }
        for (Rsc child : children) {
            child.scoreIfKnown(member, points);
        }
    }

    /** One location constraint on the own table (pcmk__apply_location). */
    final void applyOwnLocation(LocationRule rule) {
        Place place = allowed.get(rule.member());
        if (place == null) {
            place = new Place(rule.member(), rule.score());
            allowed.put(place);
        } else {
            place.add(rule.score());
        }
        if (place.discovery.compareTo(rule.discovery()) < 0) {
            if (rule.discovery() == Discovery.EXCLUSIVE) {
                exclusiveDiscovery = true;
            }
            place.discovery = rule.discovery();
        }
        if (rule.score() != 0) {
            because("constraint:" + rule.id());
        }
    }

    /** Actions of a task, oldest first; without a node all of them (pe__resource_actions, find_actions). */
    final List<Work> works(String task, @Nullable Member node) {
        return worksByKey(Task.key(id, task, 0), node);
    }

    final List<Work> worksByKey(String key, @Nullable Member node) {
        List<Work> found = new ArrayList<>();
        for (Work work : works) {
            if (!work.key.equals(key)) {
                continue;
            }
            if (node != null && work.node == null) {
                work.node = node;
            }
            if (node == null || work.node == node) {
                found.add(0, work);
            }
        }
        return found;
    }

    /** Actions of a key that are on this node already (find_actions_exact). */
    final List<Work> exactWorks(String key, @Nullable Member node) {
        List<Work> found = new ArrayList<>();
        if (node != null) {
            for (Work work : works) {
                if (work.key.equals(key) && work.node == node) {
                    found.add(0, work);
                }
            }
        }
        return found;
    }

    /** The newest action of a task (find_first_action). */
    final @Nullable Work firstWork(String task, @Nullable Member node) {
        for (Work work : works) {
            if (work.task.equals(task) && (node == null || work.node == node)) {
                return work;
            }
        }
        return null;
    }

    final @Nullable Work firstWorkByKey(String key) {
        for (Work work : works) {
            if (work.key.equals(key)) {
                return work;
            }
        }
        return null;
    }

    /** Whether a meta attribute is set to a true value. */
    final boolean isTrue(String name) {
        return dev.quorate.model.pacemaker.cib.Values.isTrue(meta.get(name));
    }

    final void because(String setting) {
        if (!because.contains(setting)) {
            because.add(setting);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
