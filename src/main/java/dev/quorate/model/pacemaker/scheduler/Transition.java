package dev.quorate.model.pacemaker.scheduler;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the policy engine decided.
 *
 * @param actions the graph: what to do, each naming what it waits for
 * @param blocked actions that were wanted, or that others wait for, and that cannot run; who waits for one never runs
 * @param fence names of the nodes that are fenced, in order
 * @param initial where each resource runs now, by the id of its history
 * @param placement where each is to run once the transition is done
 * @param summary what changes, a line a resource, in crm_simulate's words
 * @param standing what is failed, blocked, unmanaged or orphaned, by instance
 * @param problems what Pacemaker would log as an error or a warning
 */
public record Transition(
        List<Action> actions,
        List<Action> blocked,
        List<String> fence,
        SortedMap<String, List<String>> initial,
        SortedMap<String, List<String>> placement,
        List<String> summary,
        SortedMap<String, String> standing,
        List<String> problems) {

    public Transition {
        actions = List.copyOf(actions);
        blocked = List.copyOf(blocked);
        fence = List.copyOf(fence);
        initial = Collections.unmodifiableSortedMap(new TreeMap<>(initial));
        placement = Collections.unmodifiableSortedMap(new TreeMap<>(placement));
        summary = List.copyOf(summary);
        standing = Collections.unmodifiableSortedMap(new TreeMap<>(standing));
        problems = List.copyOf(problems);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return actions.isEmpty();
    }
}
