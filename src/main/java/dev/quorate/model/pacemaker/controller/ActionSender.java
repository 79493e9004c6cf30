package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.TransitionKey;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.fencer.FenceIpc;
import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.FenceRequested;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** Sends a transition's actions to who carries them out: nodes, the fencer, the CIB (controld_te_actions.c). */
final class ActionSender {

    private final Controld controller;

    ActionSender(Controld controller) {
        this.controller = controller;
    }

    /** @param cib what the transition was computed from */
    void send(Graph current, Action action, Cib cib, Effects effects) {
        switch (action.kind()) {
            case PSEUDO -> current.confirm(action.id());
            case FENCE -> fence(current, action, effects);
            case CLUSTER -> cluster(current, action, effects);
            case RESOURCE -> resource(current, action, cib, effects);
        }
    }

    private void fence(Graph current, Action action, Effects effects) {
        EventId asked = effects.recordBecause(
                new FenceRequested(action.node(), action.operation()),
                List.of("cluster.pacemaker.stonith-enabled"),
                current.causes.toArray(new EventId[0]));
        effects.tell(
                "pacemaker-fenced",
                new FenceIpc.Fence(
                        action.id(), action.node(), action.operation(), action.delayMillis(), List.of(asked)));
    }

    private void cluster(Graph current, Action action, Effects effects) {
        current.confirm(action.id());
        switch (action.task()) {
            case "do_shutdown" -> controller.multicast(new CrmdMessage.ShutdownOrder(action.node()), effects);
            case "clear_failcount" -> {
                String resource = action.lrmResource().isEmpty() ? action.resource() : action.lrmResource();
                controller.cib().change(new CibChange.FailuresForgotten(resource, action.node()), effects);
            }
            case "lrm_delete", "delete" ->
                controller.multicast(new CrmdMessage.ForgetOrder(action.node(), action.lrmResource()), effects);
            default -> {} // refresh and its like need nothing here
        }
    }

    private void resource(Graph current, Action action, Cib cib, Effects effects) {
        TransitionKey key = new TransitionKey(effects.host(), controller.incarnation(), current.id, action.id());
        if (action.task().equals("cancel")) {
            controller.multicast(
                    new CrmdMessage.CancelOrder(
                            action.node(), action.lrmResource(), action.operation(), action.intervalMillis(), key),
                    effects);
        } else {
            Primitive primitive = primitive(action, cib);
            controller.multicast(
                    new CrmdMessage.ResourceOrder(
                            action.node(),
                            action.lrmResource(),
                            primitive,
                            cloneMax(primitive.id(), cib),
                            action.task(),
                            action.intervalMillis(),
                            action.timeoutMillis(),
                            action.delayMillis(),
                            action.expectedRc(),
                            key,
                            current.causes),
                    effects);
        }
        effects.setTimer(
                Timer.of("action", action.id()),
                Duration.ofMillis(action.timeoutMillis() + action.delayMillis())
                        .plus(cib.configuration().options().clusterDelay()),
                List.of(action.node()));
    }

    private static int cloneMax(String primitive, Cib cib) {
        for (Resource resource : cib.configuration().resources()) {
            if (resource instanceof Clone clone
                    && clone.primitives().stream()
                            .anyMatch(member -> member.id().equals(primitive))) {
                return clone.instances(cib.configuration().nodes().size());
            }
        }
        return 0;
    }

    /** As configured; of a resource that was removed from the configuration, its history says which agent it had. */
    private static Primitive primitive(Action action, Cib cib) {
        int colon = action.lrmResource().indexOf(':');
        String id = colon < 0 ? action.lrmResource() : action.lrmResource().substring(0, colon);
        for (Primitive primitive : cib.configuration().primitives()) {
            if (primitive.id().equals(id)) {
                return primitive;
            }
        }
        return cib.stateOf(action.node())
                .resource(action.lrmResource())
                .map(history -> new Primitive(
                        action.lrmResource(), history.agent(), new TreeMap<>(), new TreeMap<>(), List.of()))
                .orElseThrow(() -> new IllegalStateException("no resource for " + action));
    }
}
