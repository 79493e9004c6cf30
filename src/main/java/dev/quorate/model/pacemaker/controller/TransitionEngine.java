package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.CibIpc;
import dev.quorate.model.pacemaker.based.TransitionKey;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.fencer.FenceIpc;
import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.model.pacemaker.scheduler.PolicyEngine;
import dev.quorate.model.pacemaker.scheduler.Transition;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.ConfigurationChanged;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.PacemakerEvent.FenceFailed;
import dev.quorate.trace.PacemakerEvent.FenceGivenUp;
import dev.quorate.trace.PacemakerEvent.FenceRequested;
import dev.quorate.trace.PacemakerEvent.NodeUnclean;
import dev.quorate.trace.PacemakerEvent.TransitionComputed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The DC's work: ask the policy engine, run the transition, take in results, start over when something changed
 * (controld_schedulerd.c, controld_te_*.c).
 */
final class TransitionEngine {

    /** Quorum gained is acted on only then, "in case multiple nodes are joining around the same time". */
    private static final Duration QUORUM_GAINED_DELAY = Duration.ofSeconds(5);

    /** throttle.c: twice the cores of a node; the hosts have two. */
    private static final int DEFAULT_NODE_LIMIT = 4;

    private final Controld controller;
    private final List<EventId> causes = new ArrayList<>();
    private final Map<String, Integer> fenceFailures = new TreeMap<>();
    private final Set<String> unclean = new TreeSet<>();
    private Optional<Graph> graph = Optional.empty();
    private Map<String, Primitive> primitives = Map.of();
    private Cib decidedOn = Cib.of(Configuration.of(ClusterOptions.defaults(), List.of(), List.of(), List.of()));
    private long query;
    private long queries;
    private int transitions;
    private boolean optionsChanged;

    TransitionEngine(Controld controller) {
        this.controller = controller;
    }

    boolean isInFlight() {
        return graph.map(g -> !g.isComplete()).orElse(false);
    }

    /** This node became DC because of these. */
    void takeOver(List<EventId> why) {
        causes.addAll(why);
    }

    /** Another node is DC now: forget the transition. */
    void drop(Effects effects) {
        graph = Optional.empty();
        optionsChanged = false;
        causes.clear();
        unclean.clear();
        effects.cancelTimer(Timer.of("recheck"));
    }

    /** An election or a join comes first: whatever the policy engine was asked is obsolete. */
    void interrupt(Effects effects) {
        query = 0;
        effects.cancelTimer(Timer.of("scheduler"));
        effects.cancelTimer(Timer.of("trigger"));
        graph.ifPresent(Graph::abort);
    }

    void nodesLost(List<EventId> lost, Effects effects) {
        for (Peer peer : controller.peers()) {
            if (!peer.isActive()) {
                failIncompletable(peer.host, effects);
            }
        }
        abort("Node failure", lost, effects);
    }

    /** Actions that a lost node will never answer (fail_incompletable_actions). */
    private void failIncompletable(String node, Effects effects) {
        graph.ifPresent(g -> {
            for (Action action : g.allInFlight()) {
                if (action.kind() == Action.Kind.RESOURCE && action.node().equals(node)) {
                    effects.cancelTimer(Timer.of("action", action.id()));
                    g.fail(action.id());
                    g.abort();
                }
            }
        });
    }

    /** Something changed: fire nothing more, and compute a transition anew when what is under way has ended. */
    void abort(String reason, List<EventId> why, Effects effects) {
        if (!controller.isDc()) {
            return;
        }
        causes.addAll(why);
        if (reason.equals("Quorum gained")) {
            effects.setTimer(Timer.of("quorum-gained"), QUORUM_GAINED_DELAY);
            return;
        }
        switch (controller.state()) {
            case IDLE -> {
                controller.enter(FsaState.POLICY_ENGINE);
                trigger(effects);
            }
            case POLICY_ENGINE -> {
                query = 0; // what was asked is obsolete
                effects.cancelTimer(Timer.of("scheduler"));
                trigger(effects);
            }
            case TRANSITION_ENGINE -> {
                graph.ifPresent(Graph::abort);
                proceed(effects);
            }
            default -> {}
        }
    }

    /** Ask for the CIB after the work that comes first. */
    void trigger(Effects effects) {
        DaemonTimings timings = controller.timings();
        Duration work = DaemonTimings.draw(
                effects.random("trigger"), timings.transitionTriggerMin(), timings.transitionTriggerMedian());
        effects.setTimer(Timer.of("trigger"), work.plus(controller.settings().transitionDelay()));
    }

    void onTimer(Timer timer, Effects effects) {
        switch (timer.name()) {
            case "trigger" -> invoke(effects);
            case "scheduler" -> decide(effects);
            case "recheck" -> abort("PEngine recheck timer popped", List.of(), effects);
            case "quorum-gained" -> abort("Quorum gained a while ago", List.of(), effects);
            case "action" -> actionTimedOut((int) timer.number(), effects);
            default -> throw new IllegalStateException("no such timer: " + timer);
        }
    }

    /** A_PE_INVOKE: ask for the CIB. */
    void invoke(Effects effects) {
        if (!controller.isDc() || controller.state() != FsaState.POLICY_ENGINE) {
            return;
        }
        effects.cancelTimer(Timer.of("trigger"));
        long asked = ++queries;
        query = asked;
        controller.query((answer, now) -> answered(asked, answer, now), effects);
        if (optionsChanged) {
            // both are mainloop triggers of one priority, and fsa_source was made before config_read (do_startup):
            // the options' query follows this one and is not answered yet when this one is
            optionsChanged = false;
            controller.cib().readOptions(effects);
        }
    }

    private void answered(long asked, CibIpc.CibAnswer answer, Effects effects) {
        if (asked != query || !controller.isDc() || controller.state() != FsaState.POLICY_ENGINE) {
            return;
        }
        if (controller.cib().pending() > 0) {
            // "Re-asking for the CIB: N other peer updates still pending", and sleep(1)
            controller.sleep(this::invoke, effects);
            return;
        }
        boolean quorate = controller.isQuorate();
        decidedOn = answer.cib()
                .cib()
                .withQuorum(quorate)
                .withDc(Optional.of(effects.host()))
                .withNoQuorumPanic(controller.hadQuorum() && !quorate);
        DaemonTimings timings = controller.timings();
        effects.setTimer(
                Timer.of("scheduler"),
                DaemonTimings.draw(effects.random("scheduler"), timings.schedulerMin(), timings.schedulerMedian()));
    }

    private void decide(Effects effects) {
        if (!controller.isDc() || controller.state() != FsaState.POLICY_ENGINE) {
            return;
        }
        controller.worked();
        Transition transition = PolicyEngine.decide(decidedOn, effects.wall());
        Graph next = new Graph(++transitions, transition);
        Map<String, Primitive> byId = new TreeMap<>();
        decidedOn.configuration().primitives().forEach(primitive -> byId.put(primitive.id(), primitive));
        primitives = byId;
        if (!transition.isEmpty()) {
            recordUnclean(transition, effects);
            next.causes.add(effects.recordBecause(
                    new TransitionComputed(
                            next.id,
                            transition.actions().stream()
                                    .filter(action -> action.kind() != Action.Kind.PSEUDO)
                                    .map(Action::label)
                                    .toList(),
                            transition.fence()),
                    settings(transition),
                    causes.toArray(new EventId[0])));
        }
        causes.clear();
        graph = Optional.of(next);
        controller.enter(FsaState.TRANSITION_ENGINE);
        proceed(effects);
    }

    private void recordUnclean(Transition transition, Effects effects) {
        unclean.retainAll(transition.fence());
        for (Action action : transition.actions()) {
            if (action.kind() == Action.Kind.FENCE && unclean.add(action.node())) {
                causes.add(effects.record(
                        new NodeUnclean(action.node(), action.reason()), causes.toArray(new EventId[0])));
            }
        }
    }

    private static List<String> settings(Transition transition) {
        Set<String> paths = new TreeSet<>();
        List<Action> all = new ArrayList<>(transition.actions());
        all.addAll(transition.blocked());
        for (Action action : all) {
            for (String because : action.because()) {
                paths.add(
                        because.indexOf(':') >= 0 || because.startsWith("cluster.")
                                ? because
                                : "cluster.pacemaker." + because);
            }
        }
        return List.copyOf(paths);
    }

    /** Fire what is ready; when nothing is left under way, compute anew or rest. */
    private void proceed(Effects effects) {
        if (graph.isEmpty() || controller.state() != FsaState.TRANSITION_ENGINE) {
            if (controller.state() == FsaState.FINALIZE_JOIN) {
                controller.checkJoin(effects);
            }
            return;
        }
        Graph current = graph.get();
        int nodeLimit = controller.settings().nodeActionLimit();
        int batchLimit = decidedOn.configuration().options().batchLimit();
        Optional<Action> ready = current.nextReady(batchLimit, nodeLimit > 0 ? nodeLimit : DEFAULT_NODE_LIMIT);
        while (ready.isPresent()) {
            current.fire(ready.get());
            fire(current, ready.get(), effects);
            ready = current.nextReady(batchLimit, nodeLimit > 0 ? nodeLimit : DEFAULT_NODE_LIMIT);
        }
        if (current.isComplete()) {
            if (current.isAborted()) {
                controller.enter(FsaState.POLICY_ENGINE);
                invoke(effects);
            } else {
                controller.enter(FsaState.IDLE);
                controller.askAgainForShutdown(effects); // "now that we are the DC"
                effects.setTimer(Timer.of("recheck"), controller.settings().clusterRecheckInterval());
            }
        }
    }

    private void fire(Graph current, Action action, Effects effects) {
        switch (action.kind()) {
            case PSEUDO -> current.confirm(action.id());
            case FENCE -> fence(current, action, effects);
            case CLUSTER -> cluster(current, action, effects);
            case RESOURCE -> resource(current, action, effects);
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

    private void resource(Graph current, Action action, Effects effects) {
        TransitionKey key = new TransitionKey(effects.host(), controller.incarnation(), current.id, action.id());
        if (action.task().equals("cancel")) {
            controller.multicast(
                    new CrmdMessage.CancelOrder(
                            action.node(), action.lrmResource(), action.operation(), action.intervalMillis(), key),
                    effects);
        } else {
            Primitive primitive = primitives.get(primitiveOf(action));
            if (primitive == null) {
                primitive = orphan(action);
            }
            controller.multicast(
                    new CrmdMessage.ResourceOrder(
                            action.node(),
                            action.lrmResource(),
                            primitive,
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
                        .plus(decidedOn.configuration().options().clusterDelay()),
                List.of(action.node()));
    }

    private static String primitiveOf(Action action) {
        int colon = action.lrmResource().indexOf(':');
        return colon < 0 ? action.lrmResource() : action.lrmResource().substring(0, colon);
    }

    /** A resource that was removed from the configuration: its history says which agent it had. */
    private Primitive orphan(Action action) {
        NodeState state = decidedOn.stateOf(action.node());
        return state.resource(action.lrmResource())
                .map(history -> new Primitive(
                        action.lrmResource(), history.agent(), new TreeMap<>(), new TreeMap<>(), List.of()))
                .orElseThrow(() -> new IllegalStateException("no resource for " + action));
    }

    private void actionTimedOut(int id, Effects effects) {
        graph.flatMap(g -> g.inFlight(id)).ifPresent(action -> {
            graph.ifPresent(g -> g.fail(id));
            abort("Action lost: " + action.key(), List.of(), effects);
        });
    }

    // ---- what the CIB's changes say (controld_te_callbacks.c, te_update_diff)

    void onCibChanged(CibChange change, Effects effects) {
        if (!controller.isDc()) {
            return;
        }
        // do_cib_updated: a changed crm_config has the options read again, together with what the policy engine is
        // asked
        FsaState state = controller.state();
        optionsChanged |= change.isOption() && (state == FsaState.IDLE || state == FsaState.POLICY_ENGINE);
        if (change instanceof CibChange.OperationRecorded recorded) {
            onOperation(recorded, effects);
        } else if (change instanceof CibChange.OperationRemoved removed) {
            onRemoved(removed, effects);
        } else if (change instanceof CibChange.ConfigurationEdited edited) {
            EventId event = effects.record(new ConfigurationChanged(String.join(" ", edited.command())));
            abort("Configuration change", List.of(event), effects);
        } else if (change instanceof CibChange.Refreshed) {
            abort("Configuration change", List.of(), effects);
        } else if (change instanceof CibChange.AttributeSet || change instanceof CibChange.FailCountsCleared) {
            abort("Transient attribute change", List.of(), effects);
        } else if (change instanceof CibChange.FailuresForgotten || change instanceof CibChange.ResourceForgotten) {
            abort("Resource state removal", List.of(), effects);
        }
    }

    private void onOperation(CibChange.OperationRecorded recorded, Effects effects) {
        LrmOperation operation = recorded.operation();
        TransitionKey key = recorded.key();
        boolean mine = key.dc().equals(effects.host()) && key.incarnation() == controller.incarnation();
        Optional<Action> awaited = mine && graph.isPresent() && key.transition() == graph.get().id
                ? graph.get().inFlight(key.action())
                : Optional.empty();
        boolean ok = operation.opStatus() == LrmOperation.DONE && operation.rc() == operation.expectedRc();
        if (awaited.isPresent()) {
            effects.cancelTimer(Timer.of("action", key.action()));
            if (ok) {
                graph.ifPresent(g -> g.confirm(key.action()));
                proceed(effects);
            } else {
                graph.ifPresent(g -> g.fail(key.action()));
                countFailure(recorded, effects);
                abort("Event failed", List.of(), effects);
            }
        } else {
            if (!ok) {
                countFailure(recorded, effects);
            }
            abort("Old or unexpected event", List.of(), effects);
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
                        && decidedOn.configuration().options().startFailureIsFatal());
        String count = fatal ? "INFINITY" : oneMore(recorded.node(), "fail-count-" + suffix);
        controller.cib().change(new CibChange.AttributeSet(recorded.node(), "fail-count-" + suffix, count), effects);
        String now = Long.toString(effects.wall().micros() / 1_000_000);
        controller.cib().change(new CibChange.AttributeSet(recorded.node(), "last-failure-" + suffix, now), effects);
    }

    private String oneMore(String node, String name) {
        String known = decidedOn.stateOf(node).attributes().getOrDefault(name, "0");
        return known.equals("INFINITY") ? known : Long.toString(Long.parseLong(known) + 1);
    }

    private void onRemoved(CibChange.OperationRemoved removed, Effects effects) {
        Optional<Action> awaited = graph.flatMap(g -> g.allInFlight().stream()
                .filter(action -> action.task().equals("cancel")
                        && action.node().equals(removed.node())
                        && action.lrmResource().equals(removed.resource()))
                .findFirst());
        if (awaited.isPresent()) {
            effects.cancelTimer(Timer.of("action", awaited.get().id()));
            graph.ifPresent(g -> g.confirm(awaited.get().id()));
            proceed(effects);
        } else {
            abort("Resource operation removal", List.of(), effects);
        }
    }

    // ---- fencing (controld_fencing.c)

    void onFenced(FenceIpc.FenceNotification fenced, Effects effects) {
        boolean mine = fenced.origin().equals(effects.host()) && !fenced.manual();
        Optional<Action> awaited = graph.flatMap(g -> g.allInFlight().stream()
                .filter(action ->
                        action.kind() == Action.Kind.FENCE && action.node().equals(fenced.target()))
                .findFirst());
        if (fenced.ok()) {
            fenceFailures.remove(fenced.target());
            EventId confirmed = effects.record(
                    new FenceConfirmed(fenced.target(), fenced.by(), fenced.manual()),
                    fenced.causes().toArray(new EventId[0]));
            failIncompletable(fenced.target(), effects);
            if (awaited.isPresent()) {
                graph.ifPresent(g -> {
                    g.causes.add(confirmed);
                    g.confirm(awaited.get().id());
                });
                proceed(effects);
            } else {
                abort("External fencing operation", List.of(confirmed), effects);
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
        int attempts = decidedOn.configuration().options().stonithMaxAttempts();
        graph.ifPresent(g -> g.fail(action.id()));
        if (failures < attempts) {
            abort("Stonith failed", List.of(failed), effects);
            return;
        }
        if (failures == attempts) {
            effects.recordBecause(
                    new FenceGivenUp(fenced.target(), failures),
                    List.of("cluster.pacemaker.stonith-max-attempts"),
                    failed);
        }
        graph.ifPresent(Graph::stop); // "Too many failures to fence": no new transition for that reason
        proceed(effects);
    }
}
