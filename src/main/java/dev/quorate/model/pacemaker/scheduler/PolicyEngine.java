package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Values;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides what a cluster in a given state should do next. */
public final class PolicyEngine {

    private PolicyEngine() {}

    /**
     * The transition that a CIB asks for (pcmk__schedule_actions).
     *
     * @param now the DC's wall clock; what expires is measured against it, in the clock of the CIB's own times
     */
    public static Transition decide(Cib cib, SimTime now) {
        Cluster cluster = read(cib, now);
        SortedMap<String, List<String>> initial = placement(cluster);
        SortedMap<String, String> standing = standing(cluster);
        new ConstraintReader(cluster).readAll();
        applyScores(cluster);
        cluster.resources.forEach(Rsc::internalConstraints);
        new ConfigChanges(cluster).apply();
        for (Rsc rsc : List.copyOf(cluster.resources)) {
            rsc.assign(null);
        }
        createActions(cluster);
        new Fencing(cluster).schedule();
        new Orderings(cluster).apply();
        GraphBuilder graph = new GraphBuilder(cluster);
        List<Action> actions = graph.build();
        return new Transition(
                actions,
                graph.blocked(),
                fenced(actions),
                initial,
                finalPlacement(actions, initial),
                Summary.of(cluster),
                standing,
                cluster.problems);
    }

    /**
     * Where each resource runs as the CIB has it, by the id of its history.
     *
     * @param now the DC's wall clock
     */
    public static SortedMap<String, List<String>> running(Cib cib, SimTime now) {
        return placement(read(cib, now));
    }

    /** What each node is, in crm_mon's words: {@code online}, {@code UNCLEAN (offline)}, {@code standby}, ... */
    public static SortedMap<String, String> nodes(Cib cib, SimTime now) {
        SortedMap<String, String> nodes = new TreeMap<>();
        for (Member member : read(cib, now).members) {
            nodes.put(member.name, describe(member));
        }
        return nodes;
    }

    private static String describe(Member member) {
        if (member.unclean) {
            return member.online ? "UNCLEAN (online)" : member.pending ? "UNCLEAN (pending)" : "UNCLEAN (offline)";
        }
        if (member.pending) {
            return "pending";
        }
        String up = member.online ? "online" : "OFFLINE";
        if (member.standby) {
            return member.online ? "standby" : "OFFLINE (standby)";
        }
        return member.maintenance ? (member.online ? "maintenance" : "OFFLINE (maintenance)") : up;
    }

    /** cluster_status. */
    private static Cluster read(Cib cib, SimTime now) {
        Cluster cluster = new Cluster(cib, now);
        StatusReader status = new StatusReader(cluster);
        status.readNodes();
        ResourceMaker maker = new ResourceMaker(cluster);
        maker.makeAll();
        status.readStatus(maker);
        return cluster;
    }

    /** Locations, stickiness and failures make the scores of the nodes (apply_node_criteria). */
    private static void applyScores(Cluster cluster) {
        for (LocationRule rule : cluster.locations) {
            rule.rsc().applyLocation(rule);
        }
        cluster.resources.forEach(PolicyEngine::stick);
        for (Member node : cluster.members) {
            for (Rsc rsc : cluster.resources) {
                banFailed(rsc, node);
                banUndiscovered(rsc, node);
            }
        }
    }

    /** apply_stickiness. */
    private static void stick(Rsc rsc) {
        if (!rsc.children.isEmpty()) {
            rsc.children.forEach(PolicyEngine::stick);
            return;
        }
        if (!rsc.managed || rsc.stickiness < 1 || rsc.runningOn.size() != 1) {
            return;
        }
        Member node = rsc.runningOn.get(0);
        if (rsc.cluster.options.symmetricCluster() || rsc.allowed.get(node) != null) {
            rsc.cluster.score(rsc, node, rsc.stickiness);
            rsc.because("resource-stickiness");
        }
    }

    /** check_failure_threshold. */
    private static void banFailed(Rsc rsc, Member node) {
        if (!rsc.children.isEmpty()) {
            rsc.children.forEach(child -> banFailed(child, node));
        } else if (rsc.exactWorks(Task.key(rsc.id, Task.CLEAR_FAILCOUNT, 0), node)
                        .isEmpty()
                && FailCounts.thresholdReached(rsc, node)) {
            Rsc banned = rsc.unique ? rsc : rsc.top();
            rsc.cluster.score(banned, node, -Values.INFINITY);
            banned.because("migration-threshold");
        }
    }

    /** apply_exclusive_discovery. */
    private static void banUndiscovered(Rsc rsc, Member node) {
        if (rsc.exclusiveDiscovery || rsc.top().exclusiveDiscovery) {
            rsc.children.forEach(child -> banUndiscovered(child, node));
            Place place = rsc.allowed.get(node);
            if (place != null && place.discovery != dev.quorate.model.pacemaker.cib.Constraint.Discovery.EXCLUSIVE) {
                place.score = -Values.INFINITY;
            }
        }
    }

    /** schedule_resource_actions. */
    private static void createActions(Cluster cluster) {
        if (cluster.options.enableStartupProbes()) {
            for (Member node : cluster.members) {
                if (node.online && !node.unclean) {
                    for (Rsc rsc : cluster.resources) {
                        rsc.createProbe(node);
                    }
                }
            }
        }
        if (cluster.options.stopOrphanResources()) {
            cluster.resources.stream().filter(rsc -> rsc.orphan).forEach(rsc -> forgetFailures(rsc, cluster));
        }
        for (Rsc rsc : cluster.resources) {
            rsc.createActions();
        }
    }

    /** clear_failcounts_if_orphaned. */
    private static void forgetFailures(Rsc rsc, Cluster cluster) {
        for (Member node : cluster.members) {
            if (node.online && FailCounts.count(rsc, node, true, null) > 0) {
                Work clear = cluster.work(rsc, Task.CLEAR_FAILCOUNT, 0, node, false);
                cluster.order(new Ordering(
                        rsc, "", clear, rsc, Task.key(rsc.id, Task.STOP, 0), null, OrderFlag.OPTIONAL, ""));
            }
        }
    }

    private static List<String> fenced(List<Action> actions) {
        List<String> fenced = new ArrayList<>();
        for (Action action : actions) {
            if (action.kind() == Action.Kind.FENCE) {
                fenced.add(action.node());
            }
        }
        return fenced;
    }

    private static SortedMap<String, List<String>> placement(Cluster cluster) {
        SortedMap<String, Set<String>> places = new TreeMap<>();
        cluster.resources.forEach(rsc -> place(rsc, places));
        SortedMap<String, List<String>> placement = new TreeMap<>();
        places.forEach((resource, nodes) ->
                placement.put(resource, nodes.stream().sorted().toList()));
        return placement;
    }

    private static void place(Rsc rsc, Map<String, Set<String>> places) {
        if (rsc.isPrimitive()) {
            Set<String> nodes = places.computeIfAbsent(rsc.configId, id -> new LinkedHashSet<>());
            rsc.runningOn.forEach(node -> nodes.add(node.name));
        }
        rsc.children.forEach(child -> place(child, places));
    }

    private static SortedMap<String, String> standing(Cluster cluster) {
        SortedMap<String, String> standing = new TreeMap<>();
        cluster.resources.forEach(rsc -> describe(rsc, standing));
        return standing;
    }

    private static void describe(Rsc rsc, Map<String, String> standing) {
        if (rsc.isPrimitive()) {
            List<String> words = new ArrayList<>();
            if (rsc.failed) {
                words.add("failed");
            }
            if (rsc.blocked) {
                words.add("blocked");
            }
            if (!rsc.managed) {
                words.add("unmanaged");
            }
            if (rsc.orphan) {
                words.add("orphaned");
            }
            if (!words.isEmpty()) {
                standing.put(rsc.id, String.join(" ", words));
            }
        }
        rsc.children.forEach(child -> describe(child, standing));
    }

    /** What the actions leave, if each that can be reached does what was expected. */
    private static SortedMap<String, List<String>> finalPlacement(
            List<Action> actions, SortedMap<String, List<String>> initial) {
        SortedMap<String, List<String>> places = new TreeMap<>();
        initial.forEach((resource, nodes) -> places.put(resource, new ArrayList<>(nodes)));
        Set<Integer> confirmed = new LinkedHashSet<>();
        boolean fired = true;
        while (fired) {
            fired = false;
            for (Action action : actions) {
                if (!confirmed.contains(action.id()) && confirmed.containsAll(action.waitsFor())) {
                    confirmed.add(action.id());
                    apply(action, places);
                    fired = true;
                }
            }
        }
        places.values().forEach(nodes -> nodes.sort(null));
        return places;
    }

    private static void apply(Action action, Map<String, List<String>> places) {
        if (action.kind() == Action.Kind.FENCE) {
            places.values().forEach(nodes -> nodes.remove(action.node()));
        } else if (action.kind() == Action.Kind.RESOURCE) {
            List<String> nodes = places.computeIfAbsent(action.lrmResource(), id -> new ArrayList<>());
            if (action.task().equals(Task.STOP)) {
                nodes.remove(action.node());
            } else if (action.task().equals(Task.START) && !nodes.contains(action.node())) {
                nodes.add(action.node());
            }
        }
    }
}
