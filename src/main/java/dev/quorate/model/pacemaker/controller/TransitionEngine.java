package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.CibIpc;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.fencer.FenceIpc;
import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.model.pacemaker.scheduler.PolicyEngine;
import dev.quorate.model.pacemaker.scheduler.Transition;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.NodeUnclean;
import dev.quorate.trace.PacemakerEvent.TransitionComputed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final ActionSender sender;
    private final CibWatch cibWatch;
    private final FenceResults fenceResults;
    private final List<EventId> causes = new ArrayList<>();
    private final Set<String> unclean = new TreeSet<>();
    private Optional<Graph> graph = Optional.empty();
    private Cib decidedOn = Cib.of(Configuration.of(ClusterOptions.defaults(), List.of(), List.of(), List.of()));
    private long query;
    private long queries;
    private int transitions;
    private boolean optionsChanged;

    TransitionEngine(Controld controller) {
        this.controller = controller;
        this.sender = new ActionSender(controller);
        this.cibWatch = new CibWatch(controller, this);
        this.fenceResults = new FenceResults(this);
    }

    /** The transition under way, or the last. */
    Optional<Graph> graph() {
        return graph;
    }

    /** What the last transition was computed from. */
    Cib decidedOn() {
        return decidedOn;
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
    void failIncompletable(String node, Effects effects) {
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

    /** crm_config changed: the options are read again, together with what the policy engine is asked. */
    void optionsChanged() {
        optionsChanged = true;
    }

    void onCibChanged(CibChange change, Effects effects) {
        if (controller.isDc()) {
            cibWatch.changed(change, effects);
        }
    }

    void onFenced(FenceIpc.FenceNotification fenced, Effects effects) {
        fenceResults.onFenced(fenced, effects);
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
            controller.mainloop().sleep(this::invoke, effects);
            return;
        }
        boolean quorate = controller.membership().isQuorate();
        decidedOn = answer.cib()
                .cib()
                .withQuorum(quorate)
                .withDc(Optional.of(effects.host()))
                .withNoQuorumPanic(controller.membership().hadQuorum() && !quorate);
        DaemonTimings timings = controller.timings();
        effects.setTimer(
                Timer.of("scheduler"),
                DaemonTimings.draw(effects.random("scheduler"), timings.schedulerMin(), timings.schedulerMedian()));
    }

    private void decide(Effects effects) {
        if (!controller.isDc() || controller.state() != FsaState.POLICY_ENGINE) {
            return;
        }
        controller.worked(1);
        Transition transition = PolicyEngine.decide(decidedOn, effects.wall());
        Graph next = new Graph(++transitions, transition);
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
    void proceed(Effects effects) {
        if (graph.isEmpty() || controller.state() != FsaState.TRANSITION_ENGINE) {
            if (controller.state() == FsaState.FINALIZE_JOIN) {
                controller.join().check(effects);
            }
            return;
        }
        Graph current = graph.get();
        int nodeLimit = controller.settings().nodeActionLimit();
        int batchLimit = decidedOn.configuration().options().batchLimit();
        Optional<Action> ready = current.nextReady(batchLimit, nodeLimit > 0 ? nodeLimit : DEFAULT_NODE_LIMIT);
        while (ready.isPresent()) {
            current.fire(ready.get());
            sender.send(current, ready.get(), decidedOn, effects);
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

    private void actionTimedOut(int id, Effects effects) {
        graph.flatMap(g -> g.inFlight(id)).ifPresent(action -> {
            graph.ifPresent(g -> g.fail(id));
            abort("Action lost: " + action.key(), List.of(), effects);
        });
    }
}
