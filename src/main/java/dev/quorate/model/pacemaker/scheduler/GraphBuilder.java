package dev.quorate.model.pacemaker.scheduler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Picks the actions that are to be done, and for each those it waits for (pcmk_graph_producer.c). */
final class GraphBuilder {

    private final Cluster cluster;
    private final Map<Work, List<Link>> inputs = new LinkedHashMap<>();
    private final List<Work> inGraph = new ArrayList<>();

    GraphBuilder(Cluster cluster) {
        this.cluster = cluster;
    }

    List<Action> build() {
        cluster.resources.forEach(this::add);
        for (Work work : cluster.works) {
            add(work);
        }
        List<Action> actions = new ArrayList<>();
        for (Work work : inGraph) {
            actions.add(action(work));
        }
        return actions;
    }

    /** Actions that are wanted, or that others in the graph wait for, and that cannot run. */
    List<Action> blocked() {
        Set<Work> blocked = new LinkedHashSet<>();
        for (Work work : cluster.works) {
            if (!work.is(ActionFlag.OPTIONAL) && !work.is(ActionFlag.RUNNABLE) && !work.is(ActionFlag.PSEUDO)) {
                blocked.add(work);
            }
        }
        for (Work work : inGraph) {
            for (Link input : inputsOf(work)) {
                if (input.inGraph && !input.work.is(ActionFlag.IN_GRAPH)) {
                    blocked.add(input.work);
                }
            }
        }
        return blocked.stream().map(this::action).toList();
    }

    private void add(Rsc rsc) {
        if (rsc.isClone()) {
            for (Work work : rsc.works) {
                rsc.actionFlags(work, null); // sums its instances up once more
            }
            rsc.children.forEach(this::add);
        }
        for (Work work : rsc.works) {
            add(work);
        }
        if (!rsc.isClone()) {
            rsc.children.forEach(this::add);
        }
    }

    /** add_action_to_graph. */
    private void add(Work work) {
        if (work.is(ActionFlag.IN_GRAPH) || !belongs(work)) {
            return;
        }
        work.set(ActionFlag.IN_GRAPH);
        inGraph.add(work);
        for (Link input : inputsOf(work)) {
            if (counts(work, input)) {
                input.inGraph = true;
            }
        }
    }

    /** What comes before an action, each action once with all that was said of it (pcmk__deduplicate_action_inputs). */
    private List<Link> inputsOf(Work work) {
        return inputs.computeIfAbsent(work, key -> {
            TreeMap<Integer, Link> byId = new TreeMap<>();
            for (Link link : key.before) {
                Link same = byId.get(link.work.id);
                if (same == null) {
                    byId.put(link.work.id, new Link(link.work, link.flags, link.constraint));
                } else {
                    Link merged = new Link(
                            link.work,
                            same.flags | link.flags,
                            same.constraint.isEmpty() ? link.constraint : same.constraint);
                    byId.put(link.work.id, merged);
                }
            }
            return new ArrayList<>(byId.values());
        });
    }

    /** should_add_action_to_graph. */
    private static boolean belongs(Work work) {
        if (!work.is(ActionFlag.RUNNABLE) || (work.is(ActionFlag.OPTIONAL) && !work.is(ActionFlag.SHOWN))) {
            return false;
        }
        if (work.rsc != null && !work.rsc.managed && !work.task.equals(Task.MONITOR) && work.intervalMillis == 0) {
            return false;
        }
        if (work.is(ActionFlag.PSEUDO) || work.task.equals(Task.STONITH) || work.task.equals(Task.SHUTDOWN)) {
            return true;
        }
        return work.node != null && work.node.online && !work.node.unclean;
    }

    /** should_add_input_to_graph. */
    private static boolean counts(Work work, Link input) {
        Work before = input.work;
        int onlyOrder = OrderFlag.SHOWS_FIRST | OrderFlag.SHOWS_THEN | OrderFlag.OPTIONAL;
        if (input.flags == OrderFlag.NONE) {
            return false;
        }
        if (!before.is(ActionFlag.RUNNABLE) && ((input.flags & ~onlyOrder) == 0 || input.is(OrderFlag.ONE_OR_MORE))) {
            return false;
        }
        if (input.flags == OrderFlag.OPTIONAL
                && before.is(ActionFlag.MIGRATE_RUNNABLE)
                && before.key.endsWith("_stop_0")) {
            return false;
        }
        if (input.flags == OrderFlag.ANTI_COLOCATION) {
            boolean elsewhere = before.node != null && work.node != null && before.node != work.node;
            return !elsewhere && !before.is(ActionFlag.OPTIONAL);
        }
        if (isFailedUnmanagedStop(before) && before.rsc != work.rsc && work.rsc != null && work.rsc.isClone()) {
            return false;
        }
        return !before.is(ActionFlag.OPTIONAL)
                || before.is(ActionFlag.SHOWN)
                || before.is(ActionFlag.IN_GRAPH)
                || belongs(before);
    }

    private static boolean isFailedUnmanagedStop(Work work) {
        return work.rsc != null && work.rsc.failed && !work.rsc.managed && work.key.endsWith("_stop_0");
    }

    private Action action(Work work) {
        List<Integer> waitsFor = new ArrayList<>();
        Set<String> because = new LinkedHashSet<>(work.because);
        for (Link input : inputsOf(work)) {
            if (input.inGraph) {
                waitsFor.add(input.work.id);
                if (!input.constraint.isEmpty()) {
                    because.add("constraint:" + input.constraint);
                }
            }
        }
        because.addAll(settingsBehind(work));
        long interval = work.intervalMillis;
        boolean cluster = work.task.equals(Task.SHUTDOWN) || work.task.equals(Task.CLEAR_FAILCOUNT);
        Action.Kind kind;
        if (work.task.equals(Task.STONITH)) {
            kind = Action.Kind.FENCE;
        } else if (cluster) {
            kind = Action.Kind.CLUSTER;
        } else {
            kind = work.is(ActionFlag.PSEUDO) ? Action.Kind.PSEUDO : Action.Kind.RESOURCE;
        }
        return new Action(
                work.id,
                kind,
                work.key,
                work.task,
                work.rsc == null ? "" : work.rsc.id,
                work.rsc == null ? "" : lrmName(work.rsc),
                work.node == null ? "" : work.node.name,
                interval,
                work.timeoutMillis,
                Math.max(0, work.expectedRc),
                work.operation,
                Math.max(work.startDelayMillis, Math.max(0, work.priorityDelayMillis)),
                waitsFor,
                work.reason == null ? "" : work.reason,
                List.copyOf(because));
    }

    private static String lrmName(Rsc rsc) {
        return rsc.orphan && rsc.historyName != null ? rsc.historyName : rsc.configId;
    }

    /** Settings and constraints that had a part in the decision behind an action. */
    private List<String> settingsBehind(Work work) {
        List<String> settings = new ArrayList<>();
        Member node = work.node;
        if (work.task.equals(Task.STONITH)) {
            settings.add("stonith-enabled");
            if (node != null) {
                settings.addAll(node.because);
            }
            if (work.priorityDelayMillis > 0) {
                settings.add("priority-fencing-delay");
            }
            return settings;
        }
        Rsc rsc = work.rsc;
        if (rsc == null || !(work.task.equals(Task.START) || work.task.equals(Task.STOP))) {
            return settings;
        }
        for (Rsc up = rsc; up != null; up = up.parent) {
            settings.addAll(up.because);
        }
        if (work.task.equals(Task.STOP) && node != null) {
            settings.addAll(node.because);
        }
        if (work.task.equals(Task.START)) {
            if (rsc.needsFencing) {
                addFenceSettings(work, settings);
            } else if (!cluster.options.stonithEnabled() && anyLost()) {
                settings.add("stonith-enabled"); // nobody makes sure that the lost node no longer runs it
            }
        }
        return settings;
    }

    private boolean anyLost() {
        return cluster.members.stream().anyMatch(member -> !member.online && member.expectedUp);
    }

    private void addFenceSettings(Work work, List<String> settings) {
        for (Link input : inputsOf(work)) {
            if (input.work.task.equals(Task.STONITH) && !input.work.is(ActionFlag.OPTIONAL)) {
                settings.add("stonith-enabled");
            }
        }
    }
}
