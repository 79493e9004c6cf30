package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Digests;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A transition played through on paper, each action doing what was expected (pcmk__simulate_transition).
 *
 * @param after the CIB once it is done
 * @param done the actions, in the order they were carried out
 * @param complete false when actions are left that wait for what will never happen
 */
public record Playback(Cib after, List<Action> done, boolean complete) {

    public Playback {
        done = List.copyOf(done);
    }

    /** Play a transition that was decided on this CIB. */
    public static Playback of(Cib cib, Transition transition, SimTime now) {
        Cib after = cib;
        Set<Integer> confirmed = new LinkedHashSet<>();
        List<Action> done = new ArrayList<>();
        boolean fired = true;
        while (fired) {
            fired = false;
            for (Action action : transition.actions()) {
                if (!confirmed.contains(action.id()) && confirmed.containsAll(action.waitsFor())) {
                    after = apply(after, action, now);
                    confirmed.add(action.id());
                    done.add(action);
                    fired = true;
                }
            }
        }
        return new Playback(after, done, done.size() == transition.actions().size());
    }

    private static Cib apply(Cib cib, Action action, SimTime now) {
        return switch (action.kind()) {
            case PSEUDO, CLUSTER -> cib;
            case FENCE -> cib.with(nodeDown(cib, action.node()));
            case RESOURCE -> result(cib, action, now);
        };
    }

    /** A node that left cleanly or was fenced: its history and transient attributes are gone. */
    public static NodeState nodeDown(Cib cib, String node) {
        NodeState state = cib.stateOf(node);
        return new NodeState(state.id(), state.uname(), false, false, "down", "down", new TreeMap<>(), List.of());
    }

    private static Cib result(Cib cib, Action action, SimTime now) {
        NodeState state = cib.stateOf(action.node());
        String name = action.lrmResource();
        if (action.task().equals(Task.DELETE)) {
            return cib.with(state.withoutResource(name));
        }
        if (action.task().equals(Task.CANCEL)) {
            String ended = Task.key(name, action.operation(), action.intervalMillis());
            return state.resource(name)
                    .map(history -> cib.with(state.withResource(history.without(ended))))
                    .orElse(cib);
        }
        LrmResource history = state.resource(name).orElse(null);
        Primitive primitive = cib.configuration().primitive(name).orElse(null);
        Agent agent = history != null
                ? history.agent()
                : primitive == null ? new Agent("ocf", "", "unknown") : primitive.agent();
        int callId = 1;
        if (history != null) {
            for (LrmOperation operation : history.operations()) {
                callId = Math.max(callId, operation.callId() + 1);
            }
        }
        String digest = primitive == null ? "" : Digests.of(primitive, action.intervalMillis(), action.timeoutMillis());
        LrmOperation operation = LrmOperation.result(
                name,
                action.task(),
                action.intervalMillis(),
                callId,
                action.expectedRc(),
                action.expectedRc(),
                LrmOperation.DONE,
                Math.floorDiv(now.micros(), 1_000_000L),
                digest);
        return cib.with(state.withResult(name, agent, operation));
    }
}
