package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.pacemaker.fencer.FenceIpc;
import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.PacemakerEvent.FenceFailed;
import dev.quorate.trace.PacemakerEvent.FenceGivenUp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What becomes of fencing that the DC asked for, or that somebody else did (controld_fencing.c). */
final class FenceResults {

    private final TransitionEngine engine;
    private final Map<String, Integer> fenceFailures = new TreeMap<>();

    FenceResults(TransitionEngine engine) {
        this.engine = engine;
    }

    void onFenced(FenceIpc.FenceNotification fenced, Effects effects) {
        boolean mine = fenced.origin().equals(effects.host()) && !fenced.manual();
        Optional<Action> awaited = engine.graph()
                .flatMap(g -> g.allInFlight().stream()
                        .filter(action -> action.kind() == Action.Kind.FENCE
                                && action.node().equals(fenced.target()))
                        .findFirst());
        if (fenced.ok()) {
            fenceFailures.remove(fenced.target());
            EventId confirmed = effects.record(
                    new FenceConfirmed(fenced.target(), fenced.by(), fenced.manual()),
                    fenced.causes().toArray(new EventId[0]));
            engine.failIncompletable(fenced.target(), effects);
            if (awaited.isPresent()) {
                engine.graph().ifPresent(g -> {
                    g.causes.add(confirmed);
                    g.confirm(awaited.get().id());
                });
                engine.proceed(effects);
            } else {
                engine.abort("External fencing operation", List.of(confirmed), effects);
            }
        } else if (mine && awaited.isPresent()) {
            fenceFailed(fenced, awaited.get(), effects);
        }
    }

    private void fenceFailed(FenceIpc.FenceNotification fenced, Action action, Effects effects) {
        EventId failed = effects.record(
                new FenceFailed(fenced.target(), fenced.reason()),
                fenced.causes().toArray(new EventId[0]));
        int failures = fenceFailures.merge(fenced.target(), 1, Integer::sum);
        int attempts = engine.decidedOn().configuration().options().stonithMaxAttempts();
        engine.graph().ifPresent(g -> g.fail(action.id()));
        if (failures < attempts) {
            engine.abort("Stonith failed", List.of(failed), effects);
            return;
        }
        if (failures == attempts) {
            effects.recordBecause(
                    new FenceGivenUp(fenced.target(), failures),
                    List.of("cluster.pacemaker.stonith-max-attempts"),
                    failed);
        }
        engine.graph().ifPresent(Graph::stop); // "Too many failures to fence": no new transition for that reason
        engine.proceed(effects);
    }
}
