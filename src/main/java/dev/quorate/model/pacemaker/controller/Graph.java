package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.model.pacemaker.scheduler.Transition;
import dev.quorate.trace.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A transition under way: which actions were fired, confirmed, failed (lib/pacemaker/pcmk_graph_consumer.c). */
final class Graph {

    final int id;
    final List<EventId> causes = new ArrayList<>();
    private final Map<Integer, Action> actions = new TreeMap<>();
    private final Set<Integer> fired = new TreeSet<>();
    private final Set<Integer> confirmed = new TreeSet<>();
    private final Set<Integer> failed = new TreeSet<>();
    private boolean aborted;
    private boolean stopped;

    Graph(int id, Transition transition) {
        this.id = id;
        for (Action action : transition.actions()) {
            actions.put(action.id(), action);
        }
    }

    /** The next action that may run now, in the order of ids; none once it was aborted. */
    Optional<Action> nextReady(int batchLimit, int nodeLimit) {
        if (aborted || (batchLimit > 0 && inFlight() >= batchLimit)) {
            return Optional.empty();
        }
        for (Action action : actions.values()) {
            if (!fired.contains(action.id())
                    && confirmed.containsAll(present(action.waitsFor()))
                    && !isNodeBusy(action, nodeLimit)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    private List<Integer> present(List<Integer> ids) {
        return ids.stream().filter(actions::containsKey).toList();
    }

    private boolean isNodeBusy(Action action, int nodeLimit) {
        if (action.kind() != Action.Kind.RESOURCE) {
            return false;
        }
        long busy = fired.stream()
                .filter(id -> !isDone(id))
                .map(actions::get)
                .filter(other ->
                        other.kind() == Action.Kind.RESOURCE && other.node().equals(action.node()))
                .count();
        return busy >= nodeLimit;
    }

    void fire(Action action) {
        fired.add(action.id());
    }

    void confirm(int action) {
        confirmed.add(action);
    }

    /** It failed: what waits for it never runs. */
    void fail(int action) {
        failed.add(action);
    }

    private boolean isDone(int action) {
        return confirmed.contains(action) || failed.contains(action);
    }

    Optional<Action> inFlight(int action) {
        return fired.contains(action) && !isDone(action) ? Optional.ofNullable(actions.get(action)) : Optional.empty();
    }

    int inFlight() {
        return (int) fired.stream().filter(id -> !isDone(id)).count();
    }

    List<Action> allInFlight() {
        return fired.stream().filter(id -> !isDone(id)).map(actions::get).toList();
    }

    /** Whether a fired shutdown or a fencing says that this node goes down as planned (match_down_event). */
    boolean expectsDown(String node) {
        return fired.stream()
                .map(actions::get)
                .anyMatch(action -> action.node().equals(node)
                        && (action.task().equals("do_shutdown") || action.kind() == Action.Kind.FENCE));
    }

    /** Fire nothing more; then compute anew. */
    void abort() {
        aborted = true;
    }

    /** Fire nothing more, and compute nothing either. */
    void stop() {
        aborted = true;
        stopped = true;
    }

    boolean isAborted() {
        return aborted && !stopped;
    }

    boolean isComplete() {
        return inFlight() == 0;
    }
}
