package dev.quorate.importing;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.model.pacemaker.scheduler.Playback;
import dev.quorate.model.pacemaker.scheduler.PolicyEngine;
import dev.quorate.model.pacemaker.scheduler.Transition;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a scheduler decided, in a form in which two can be compared.
 *
 * @param summary what changes, a line each
 * @param actions what is carried out, instance numbers of clones left out
 * @param placement where each resource runs afterwards, on nodes that are online: whether crm_simulate shows what an
 *     absent node runs depends on what else it shows. Resources of which a monitor was cancelled are left out:
 *     crm_simulate records a cancel as an operation that succeeded, after which the resource counts as started.
 * @param orders which action of the graph waits for which, {@code a -> b}, instance numbers of clones left out
 */
record Verdict(
        List<String> summary, List<String> actions, SortedMap<String, List<String>> placement, List<String> orders) {

    Verdict {
        summary = summary.stream().sorted().toList();
        actions = actions.stream().sorted().toList();
        orders = orders.stream().sorted().toList();
        TreeMap<String, List<String>> running = new TreeMap<>();
        List<String> all = actions;
        placement.forEach((resource, nodes) -> {
            boolean cancelled = all.stream().anyMatch(action -> action.startsWith("resource " + resource + " cancel "));
            if (!nodes.isEmpty() && !cancelled) {
                running.put(resource, nodes);
            }
        });
        placement = running;
    }

    static Verdict ours(Cib cib, SimTime now) {
        Transition transition = PolicyEngine.decide(cib, now);
        Playback playback = Playback.of(cib, transition, now);
        List<String> actions = new ArrayList<>();
        for (Action action : playback.done()) {
            actions.add(describe(action));
        }
        List<String> online = new ArrayList<>();
        PolicyEngine.nodes(playback.after(), now).forEach((node, state) -> {
            if (!state.toLowerCase(Locale.ROOT).contains("offline") && !state.contains("pending")) {
                online.add(node);
            }
        });
        return new Verdict(
                transition.summary(),
                actions,
                only(online, PolicyEngine.running(playback.after(), now)),
                orders(transition));
    }

    /** A placement on some nodes only. */
    static SortedMap<String, List<String>> only(List<String> nodes, Map<String, List<String>> placement) {
        SortedMap<String, List<String>> some = new TreeMap<>();
        placement.forEach((resource, on) ->
                some.put(resource, on.stream().filter(nodes::contains).toList()));
        return some;
    }

    private static String describe(Action action) {
        return switch (action.kind()) {
            case PSEUDO -> "pseudo " + withoutNumber(action.key());
            case FENCE -> "fence " + action.node() + " " + action.operation();
            case CLUSTER -> "cluster " + action.task() + " " + action.node();
            case RESOURCE ->
                "resource " + action.lrmResource() + " " + action.task() + " " + action.node()
                        + (action.intervalMillis() > 0 ? " " + action.intervalMillis() : "");
        };
    }

    /** Which action waits for which, {@code a -> b}, instance numbers of clones left out. */
    static List<String> orders(Transition transition) {
        Map<Integer, String> labels = new LinkedHashMap<>();
        transition.blocked().forEach(action -> labels.put(action.id(), graphLabel(action)));
        transition.actions().forEach(action -> labels.put(action.id(), graphLabel(action)));
        List<String> orders = new ArrayList<>();
        for (Action action : transition.actions()) {
            for (int before : action.waitsFor()) {
                orders.add(withoutNumber(labels.get(before) + " -> " + graphLabel(action)));
            }
        }
        return orders;
    }

    private static String graphLabel(Action action) {
        boolean nowhere = action.kind() == Action.Kind.RESOURCE && action.node().isEmpty();
        return (action.task().equals("cancel") ? "Cancel " : "") + action.label() + (nowhere ? " <none>" : "");
    }

    static String withoutNumber(String name) {
        return name.replaceAll(":\\d+", "");
    }

    /** The verdict as a few lines: a fixture's. */
    String text() {
        StringBuilder text = new StringBuilder();
        summary.forEach(line -> text.append(line).append('\n'));
        actions.forEach(line -> text.append("> ").append(line).append('\n'));
        placement.forEach((resource, nodes) -> text.append("= ")
                .append(resource)
                .append(' ')
                .append(String.join(" ", nodes))
                .append('\n'));
        orders.forEach(line -> text.append(": ").append(line).append('\n'));
        return text.toString();
    }
}
