package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.TransitionKey;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.ConfigurationChanged;
import java.util.List;
import java.util.Optional;

/**
 * What the CIB's changes mean to the DC: an awaited result, a failure to count, or news that make a new transition
 * (controld_te_callbacks.c, te_update_diff; controld_te_events.c).
 */
final class CibWatch {

    private final Controld controller;
    private final TransitionEngine engine;

    CibWatch(Controld controller, TransitionEngine engine) {
        this.controller = controller;
        this.engine = engine;
    }

    void changed(CibChange change, Effects effects) {
        FsaState state = controller.state();
        if (change.isOption() && (state == FsaState.IDLE || state == FsaState.POLICY_ENGINE)) {
            engine.optionsChanged(); // do_cib_updated
        }
        if (change instanceof CibChange.OperationRecorded recorded) {
            onOperation(recorded, effects);
        } else if (change instanceof CibChange.OperationRemoved removed) {
            onRemoved(removed, effects);
        } else if (change instanceof CibChange.ConfigurationEdited edited) {
            EventId event = effects.record(new ConfigurationChanged(String.join(" ", edited.command())));
            engine.abort("Configuration change", List.of(event), effects);
        } else if (change instanceof CibChange.Refreshed) {
            engine.abort("Configuration change", List.of(), effects);
        } else if (change instanceof CibChange.AttributeSet || change instanceof CibChange.FailCountsCleared) {
            engine.abort("Transient attribute change", List.of(), effects);
        } else if (change instanceof CibChange.FailuresForgotten || change instanceof CibChange.ResourceForgotten) {
            engine.abort("Resource state removal", List.of(), effects);
        }
    }

    private void onOperation(CibChange.OperationRecorded recorded, Effects effects) {
        LrmOperation operation = recorded.operation();
        TransitionKey key = recorded.key();
        boolean mine = key.dc().equals(effects.host()) && key.incarnation() == controller.incarnation();
        Optional<Action> awaited = engine.graph()
                .filter(graph -> mine && key.transition() == graph.id)
                .flatMap(graph -> graph.inFlight(key.action()));
        boolean ok = operation.opStatus() == LrmOperation.DONE && operation.rc() == operation.expectedRc();
        if (awaited.isPresent()) {
            effects.cancelTimer(Timer.of("action", key.action()));
            if (ok) {
                engine.graph().ifPresent(g -> g.confirm(key.action()));
                engine.proceed(effects);
            } else {
                engine.graph().ifPresent(g -> g.fail(key.action()));
                countFailure(recorded, effects);
                engine.abort("Event failed", List.of(), effects);
            }
        } else {
            if (!ok) {
                countFailure(recorded, effects);
            }
            engine.abort("Old or unexpected event", List.of(), effects);
        }
    }

    /** update_failcount: a failed start or stop counts INFINITY, anything else one more. */
    private void countFailure(CibChange.OperationRecorded recorded, Effects effects) {
        LrmOperation operation = recorded.operation();
        if (operation.isProbe()) {
            return; // a probe that finds something else than expected is no failure
        }
        String suffix = recorded.resource() + "#" + operation.task() + "_" + operation.intervalMillis();
        boolean fatal = operation.task().equals("stop")
                || (operation.task().equals("start")
                        && engine.decidedOn().configuration().options().startFailureIsFatal());
        String count = fatal ? "INFINITY" : oneMore(recorded.node(), "fail-count-" + suffix);
        controller.cib().change(new CibChange.AttributeSet(recorded.node(), "fail-count-" + suffix, count), effects);
        String now = Long.toString(effects.wall().micros() / 1_000_000);
        controller.cib().change(new CibChange.AttributeSet(recorded.node(), "last-failure-" + suffix, now), effects);
    }

    private String oneMore(String node, String name) {
        String known = engine.decidedOn().stateOf(node).attributes().getOrDefault(name, "0");
        return known.equals("INFINITY") ? known : Long.toString(Long.parseLong(known) + 1);
    }

    private void onRemoved(CibChange.OperationRemoved removed, Effects effects) {
        Optional<Action> awaited = engine.graph()
                .flatMap(g -> g.allInFlight().stream()
                        .filter(action -> action.task().equals("cancel")
                                && action.node().equals(removed.node())
                                && action.lrmResource().equals(removed.resource()))
                        .findFirst());
        if (awaited.isPresent()) {
            effects.cancelTimer(Timer.of("action", awaited.get().id()));
            engine.graph().ifPresent(g -> g.confirm(awaited.get().id()));
            engine.proceed(effects);
        } else {
            engine.abort("Resource operation removal", List.of(), effects);
        }
    }
}
