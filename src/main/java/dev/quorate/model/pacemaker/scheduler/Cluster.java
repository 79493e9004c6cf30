package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.ClusterOptions.NoQuorumPolicy;
import dev.quorate.model.pacemaker.cib.Values;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that is known and decided so far while one transition is worked out (pe_working_set_t). */
final class Cluster {

    final Cib cib;
    final ClusterOptions options;
    final long nowSeconds;
    final boolean haveQuorum;
    final NoQuorumPolicy policy;

    final List<Member> members = new ArrayList<>();
    final List<Rsc> resources = new ArrayList<>();
    final List<LocationRule> locations = new ArrayList<>();
    final List<Ordering> orderings = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    final Digested digested = new Digested(this);

    Chain<Work> works = Chain.empty();
    boolean hasFenceDevice;

    private final Map<String, Work> singletons = new LinkedHashMap<>();
    private int nextId;

    Cluster(Cib cib, SimTime now) {
        this.cib = cib;
        this.options = cib.configuration().options();
        this.nowSeconds = Math.floorDiv(now.micros(), 1_000_000L);
        this.haveQuorum = cib.haveQuorum();
        this.policy = effectivePolicy();
    }

    /** suicide needs fencing, and a quorum once had (unpack_config). */
    private NoQuorumPolicy effectivePolicy() {
        if (options.noQuorumPolicy() != NoQuorumPolicy.SUICIDE) {
            return options.noQuorumPolicy();
        }
        if (!options.stonithEnabled()) {
            problems.add("Resetting no-quorum-policy to 'stop' because fencing is disabled");
            return NoQuorumPolicy.STOP;
        }
        if (!cib.noQuorumPanic() && !haveQuorum) {
            problems.add("Resetting no-quorum-policy to 'stop': cluster has never had quorum");
            return NoQuorumPolicy.STOP;
        }
        return NoQuorumPolicy.SUICIDE;
    }

    @Nullable
    Member member(String name) {
        for (Member member : members) {
            if (member.name.equals(name)) {
                return member;
            }
        }
        return null;
    }

    /** Whether a node may be fenced by this partition (pe_can_fence). */
    boolean canFence(Member member) {
        return options.stonithEnabled()
                && hasFenceDevice
                && (haveQuorum || policy == NoQuorumPolicy.IGNORE || member.online);
    }

    /** Declare a node unclean and ask for its fencing (pe_fence_node). */
    void fence(Member member, String reason, boolean priorityDelay) {
        if (member.unclean) {
            return;
        }
        member.unclean = true;
        member.uncleanReason = reason;
        problems.add("Cluster node " + member + (canFence(member) ? " will be fenced: " : " is unclean: ") + reason);
        fenceWork(member, true, reason, priorityDelay);
    }

    /** The fencing of a node, made when it is first asked for (pe_fence_op). */
    Work fenceWork(Member member, boolean optional, @Nullable String reason, boolean priorityDelay) {
        String operation = options.stonithAction().name().toLowerCase(Locale.ROOT);
        String key = "stonith-" + member.name + "-" + operation;
        Work fencing = singletons.get(key);
        if (fencing == null) {
            fencing = new Work(nextId++, key, Task.STONITH, null, member);
            fencing.set(ActionFlag.OPTIONAL);
            fencing.operation = operation;
            works = works.with(fencing);
            singletons.put(key, fencing);
        }
        long delay = options.priorityFencingDelay().toSeconds();
        if (delay > 0 && (priorityDelay || fencing.priorityDelayMillis >= 0)) {
            fencing.priorityDelayMillis = priorityDelay(member) * 1_000;
        }
        if (!optional && canFence(member)) {
            fencing.clear(ActionFlag.OPTIONAL);
            fencing.reason(reason, false);
        } else if (reason != null && fencing.reason == null) {
            fencing.reason = reason;
        }
        return fencing;
    }

    /** Seconds of delay for the node with the most at stake, unless the majority is here (node_priority_fencing_delay). */
    private long priorityDelay(Member target) {
        if (target.online) {
            return 0;
        }
        long onlineCount = members.stream().filter(member -> member.online).count();
        int top = members.stream().mapToInt(member -> member.priority).max().orElse(0);
        int lowest = members.stream().mapToInt(member -> member.priority).min().orElse(0);
        if (onlineCount > members.size() / 2 || lowest == top || target.priority < top) {
            return 0;
        }
        return options.priorityFencingDelay().toSeconds();
    }

    /** A pseudo action of the whole cluster that stands once (get_pseudo_op). */
    Work singleton(String key) {
        return singletons.computeIfAbsent(key, name -> {
            Work work = new Work(nextId++, name, name, null, null);
            work.set(ActionFlag.OPTIONAL | ActionFlag.PSEUDO);
            works = works.with(work);
            return work;
        });
    }

    /** An action for a node that stands once: its shutdown. */
    Work nodeWork(String key, String task, Member member) {
        Work work = new Work(nextId++, key, task, null, member);
        works = works.with(work);
        singletons.put(key, work);
        return work;
    }

    /** The action of a resource, made when it is first asked for (custom_action). */
    Work work(Rsc rsc, String task, long intervalMillis, @Nullable Member node, boolean optional) {
        Work work = existing(rsc, Task.key(rsc.id, task, intervalMillis), node);
        if (work == null) {
            work = unsaved(rsc, task, intervalMillis, node, nextId++);
            if (optional) {
                work.set(ActionFlag.OPTIONAL);
            }
            works = works.with(work);
            rsc.works = rsc.works.with(work);
        }
        updateOptional(work, rsc, optional);
        updateRunnable(work, rsc);
        return work;
    }

    /** The end of a recurring operation; takes the place of the operation itself (pcmk__new_cancel_action). */
    Work cancel(Rsc rsc, String task, long intervalMillis, Member node) {
        Work work = existing(rsc, Task.key(rsc.id, task, intervalMillis), node);
        if (work == null) {
            work = unsaved(rsc, task, intervalMillis, node, nextId++);
            works = works.with(work);
            rsc.works = rsc.works.with(work);
        }
        updateOptional(work, rsc, false);
        updateRunnable(work, rsc);
        work.task = Task.CANCEL;
        work.operation = task;
        return work;
    }

    /** A pseudo action of a group or clone (pe__new_rsc_pseudo_action). */
    Work pseudo(Rsc rsc, String task, boolean optional, boolean runnable) {
        Work work = work(rsc, task, 0, null, optional);
        work.set(ActionFlag.PSEUDO);
        if (runnable) {
            work.set(ActionFlag.RUNNABLE);
        }
        return work;
    }

    /** An action that is only asked what its failure would lead to. */
    Work unsaved(Rsc rsc, String task, long intervalMillis, @Nullable Member node, int id) {
        Work work = new Work(id, Task.key(rsc.id, task, intervalMillis), task, rsc, node);
        work.intervalMillis = intervalMillis;
        OperationRules.apply(work, rsc, this);
        return work;
    }

    /** The oldest action of that key; one without a node gets this one (find_existing_action, find_actions). */
    private static @Nullable Work existing(Rsc rsc, String key, @Nullable Member node) {
        Work found = null;
        for (Work work : rsc.works) {
            if (!work.key.equals(key)) {
                continue;
            }
            if (node == null) {
                found = work;
            } else if (work.node == null) {
                work.node = node;
                found = work;
            } else if (work.node == node) {
                found = work;
            }
        }
        return found;
    }

    private static void updateOptional(Work work, Rsc rsc, boolean optional) {
        if (work.node != null && !work.is(ActionFlag.PSEUDO) && !rsc.managed && work.intervalMillis == 0) {
            work.set(ActionFlag.OPTIONAL);
        } else if (!optional) {
            work.clear(ActionFlag.OPTIONAL);
        }
    }

    /** Whether the node and the quorum let it run (update_resource_action_runnable). */
    private void updateRunnable(Work work, Rsc rsc) {
        if (work.is(ActionFlag.PSEUDO)) {
            return;
        }
        Member node = work.node;
        if (node == null) {
            work.clear(ActionFlag.RUNNABLE);
        } else if (!node.online) {
            work.clear(ActionFlag.RUNNABLE);
            if (rsc.managed && work.task.equals(Task.STOP) && !node.unclean) {
                fence(node, "stop is unrunnable", false);
            }
        } else if (node.pending) {
            work.clear(ActionFlag.RUNNABLE);
        } else if (work.needs == Work.Needs.NOTHING) {
            work.reason(null, true);
            work.set(ActionFlag.RUNNABLE);
        } else {
            updateForQuorum(work, rsc);
        }
    }

    private void updateForQuorum(Work work, Rsc rsc) {
        NoQuorumPolicy effective = haveQuorum ? NoQuorumPolicy.IGNORE : policy;
        switch (effective) {
            case STOP, DEMOTE -> {
                work.clear(ActionFlag.RUNNABLE);
                work.reason("no quorum", true);
                work.because("no-quorum-policy");
            }
            case FREEZE -> {
                if (!rsc.isActive(true) || rsc.nextRole.compareTo(rsc.role) > 0) {
                    work.clear(ActionFlag.RUNNABLE);
                    work.reason("quorum freeze", true);
                    work.because("no-quorum-policy");
                }
            }
            default -> work.set(ActionFlag.RUNNABLE);
        }
    }

    void order(Ordering ordering) {
        orderings.add(ordering);
    }

    /** Order two tasks of two resources (pcmk__order_resource_actions). */
    void order(Rsc first, String firstTask, Rsc then, String thenTask, int flags) {
        order(first, firstTask, then, thenTask, flags, "");
    }

    void order(Rsc first, String firstTask, Rsc then, String thenTask, int flags, String constraint) {
        orderings.add(new Ordering(
                first,
                Task.key(first.id, firstTask, 0),
                null,
                then,
                Task.key(then.id, thenTask, 0),
                null,
                flags,
                constraint));
    }

    /** Score a resource and what is in it on one node, or on all (resource_location). */
    void score(Rsc rsc, @Nullable Member node, int points) {
        if (node != null) {
            rsc.score(node, points);
        } else {
            for (Member member : members) {
                rsc.score(member, points);
            }
            if (points == -Values.INFINITY) {
                rsc.assigned = null;
            }
        }
    }

    /** A resource by its id, wherever it stands. */
    @Nullable
    Rsc find(String id) {
        for (Rsc rsc : resources) {
            Rsc match = rsc.find(id);
            if (match != null) {
                return match;
            }
        }
        return null;
    }
}
