package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.CorosyncIpc;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.CibIpc;
import dev.quorate.model.pacemaker.executor.ExecIpc;
import dev.quorate.model.pacemaker.fencer.FenceIpc;
import dev.quorate.trace.PacemakerEvent.DcReleased;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * {@code pacemaker-controld}: one controller of the cluster; the one that is DC decides for its partition.
 *
 * <p>Here its inputs are given to who handles them: {@link Membership}, {@link DcElection}, {@link DcJoin} and {@link
 * JoinClient}, {@link TransitionEngine}, {@link LocalExecutor}. It is single-threaded ({@link Mainloop}), and two of its
 * steps sleep for a literal second: a joining controller before it asks for a DC (controld_join_client.c,
 * do_cl_join_query), and the DC when its query of the CIB overtook updates (controld_schedulerd.c,
 * do_pe_invoke_callback). While it sleeps its inputs wait.
 */
public final class Controld implements Machine {

    static final String GROUP = "crmd";
    private static final int DISCONNECT = 102; // CRM_EX_DISCONNECT
    private static final int FATAL = 100; // CRM_EX_FATAL
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    /** Processor time that the DC needs to build and run a transition, about. */
    private static final long TRANSITION_MICROS = 30_000;

    private final ControllerSettings given;
    private final DaemonTimings timings;
    private final CibCalls cib = new CibCalls();
    private final Mainloop mainloop = new Mainloop();
    private final Membership membership = new Membership(this);
    private final DcElection election;
    private final DcJoin join = new DcJoin(this);
    private final JoinClient joinClient = new JoinClient(this);
    private final TransitionEngine engine = new TransitionEngine(this);
    private final LocalExecutor executor;
    private final Map<Long, BiConsumer<CibIpc.CibAnswer, Effects>> queries = new TreeMap<>();
    private FsaState state = FsaState.STARTING;
    private boolean shuttingDown;
    private long incarnation;

    public Controld(ControllerSettings given) {
        this.given = given;
        this.timings = given.settings().timings();
        this.executor = new LocalExecutor(timings);
        this.election = new DcElection(this, given.dcDeadtime());
    }

    PacemakerSettings settings() {
        return given.settings();
    }

    DaemonTimings timings() {
        return timings;
    }

    CibCalls cib() {
        return cib;
    }

    FsaState state() {
        return state;
    }

    void enter(FsaState next) {
        state = next;
    }

    Mainloop mainloop() {
        return mainloop;
    }

    Membership membership() {
        return membership;
    }

    DcElection election() {
        return election;
    }

    DcJoin join() {
        return join;
    }

    TransitionEngine engine() {
        return engine;
    }

    LocalExecutor executor() {
        return executor;
    }

    Collection<Peer> peers() {
        return membership.peers();
    }

    Peer peer(String host) {
        return membership.peer(host);
    }

    long incarnation() {
        return incarnation;
    }

    boolean isDc() {
        return election.isDc();
    }

    void multicast(CrmdMessage message, Effects effects) {
        effects.tell("corosync", new CorosyncIpc.CpgMulticast(GROUP, message));
    }

    // ---- inputs, one at a time

    @Override
    public void onStart(Effects effects) {
        election.start(effects);
        incarnation = effects.random("incarnation").nextLong();
        mainloop.start(effects);
        effects.tell("corosync", new CorosyncIpc.CpgJoin(GROUP));
        effects.tell("corosync", new CorosyncIpc.QuorumTrackStart());
        effects.tell("pacemaker-based", new CibIpc.CibSubscribe());
        effects.tell("pacemaker-fenced", new FenceIpc.FenceSubscribe());
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        mainloop.handle(now -> receive(message, now), effects);
    }

    private void receive(Message message, Effects effects) {
        if (message instanceof CorosyncIpc.QuorumNotification notification) {
            membership.onQuorum(notification, effects);
            joinClient.begin(effects);
        } else if (message instanceof CorosyncIpc.CpgConfigurationChanged changed) {
            if (changed.group().equals(GROUP)) {
                membership.onGroup(changed, effects);
                joinClient.begin(effects);
            }
        } else if (message instanceof CorosyncIpc.CpgDelivered delivered) {
            if (delivered.payload() instanceof CrmdMessage crmd) {
                onCrmd(delivered.from().host(), crmd, effects);
            }
        } else if (message instanceof CibIpc.CibModified modified) {
            cib.answered(modified.call(), effects);
        } else if (message instanceof CibIpc.CibAnswer answer) {
            onAnswer(answer, effects);
        } else if (message instanceof CibIpc.CibNotification changed) {
            engine.onCibChanged(changed.change(), effects);
        } else if (message instanceof ExecIpc.Executed executed) {
            executor.ended(executed, effects);
        } else if (message instanceof ExecIpc.Cancelled cancelled) {
            executor.cancelled(cancelled, effects);
        } else if (message instanceof FenceIpc.FenceNotification fenced) {
            onFenced(fenced, effects);
        }
    }

    /** Query the CIB; the answer comes at once, whatever is under way. */
    void query(BiConsumer<CibIpc.CibAnswer, Effects> then, Effects effects) {
        queries.put(cib.query(effects), then);
    }

    private void onAnswer(CibIpc.CibAnswer answer, Effects effects) {
        BiConsumer<CibIpc.CibAnswer, Effects> then = queries.remove(answer.call());
        if (then != null) {
            then.accept(answer, effects);
        } else {
            cib.answered(answer.call(), effects);
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.name().equals("sleep")) {
            mainloop.wake(effects);
        } else {
            mainloop.handle(now -> due(timer, now), effects);
        }
    }

    private void due(Timer timer, Effects effects) {
        switch (timer.name()) {
            case "step" -> mainloop.stepIsDone(timer.number(), effects);
            case "dispatch" -> executor.dispatch(timer.number(), effects);
            case "dc-deadtime" -> election.dcDeadtimeIsOver(effects);
            case "election" -> election.timedOut(effects);
            case "integration" -> join.integrationTimedOut(effects);
            case "escalation" -> effects.exit(1);
            case "fencer" -> effects.tell("pacemaker-fenced", new FenceIpc.FenceSubscribe());
            default -> engine.onTimer(timer, effects);
        }
    }

    // ---- messages of other controllers

    private void onCrmd(String from, CrmdMessage message, Effects effects) {
        if (isDc() && !from.equals(effects.host()) && isFromDc(message)) {
            if (state != FsaState.ELECTION) {
                election.stand(effects);
            }
            return;
        }
        if (message instanceof CrmdMessage.Vote vote) {
            election.onVote(from, vote, effects);
        } else if (message instanceof CrmdMessage.NoVote noVote) {
            election.onNoVote(from, noVote, effects);
        } else if (message instanceof CrmdMessage.JoinAnnounce) {
            onAnnounce(from, effects);
        } else if (message instanceof CrmdMessage.JoinOffer offer) {
            joinClient.onOffer(from, offer, effects);
        } else if (message instanceof CrmdMessage.JoinRequest request) {
            if (isDc() && request.dc().equals(effects.host())) {
                join.request(from, request, effects);
            }
        } else if (message instanceof CrmdMessage.JoinAck ack) {
            joinClient.onAck(from, ack, effects);
        } else if (message instanceof CrmdMessage.JoinConfirm confirm) {
            if (isDc() && confirm.dc().equals(effects.host())) {
                join.confirm(from, confirm, effects);
            }
        } else if (message instanceof CrmdMessage.ShutdownRequest) {
            onShutdownRequest(from, effects);
        } else {
            onOrder(message, effects);
        }
    }

    private static boolean isFromDc(CrmdMessage message) {
        return message instanceof CrmdMessage.JoinOffer
                || message instanceof CrmdMessage.JoinAck
                || (message instanceof CrmdMessage.NoOp noOp && noOp.fromDc());
    }

    private void onAnnounce(String from, Effects effects) {
        if (!isDc() || !peer(from).isActive() || from.equals(effects.host())) {
            return;
        }
        peer(from).phase = Peer.Phase.NONE;
        membership.newcomers(effects);
    }

    Duration joinStep(Effects effects) {
        return DaemonTimings.draw(effects.random("join"), timings.joinStepMin(), timings.joinStepMedian());
    }

    private void onOrder(CrmdMessage message, Effects effects) {
        if (message instanceof CrmdMessage.ResourceOrder order && order.to().equals(effects.host())) {
            executor.order(order, effects);
        } else if (message instanceof CrmdMessage.CancelOrder cancel
                && cancel.to().equals(effects.host())) {
            executor.cancel(cancel, effects);
        } else if (message instanceof CrmdMessage.ForgetOrder forget
                && forget.to().equals(effects.host())) {
            executor.forget(forget.lrmResource(), effects);
        } else if (message instanceof CrmdMessage.ShutdownOrder order
                && order.to().equals(effects.host())) {
            stop(effects);
        }
    }

    /** A transition was computed; or, when a join ended, a third of that work was done. */
    void worked(int part) {
        mainloop.worked(TRANSITION_MICROS / part);
    }

    // ---- fencing and the end

    private void onFenced(FenceIpc.FenceNotification fenced, Effects effects) {
        if (fenced.ok() && fenced.target().equals(effects.host())) {
            // "We were allegedly just fenced": resources are left as they are
            if (settings().fenceReaction() == PacemakerSettings.FenceReaction.PANIC) {
                effects.kernel().resetHost(true, "was told that it is fenced");
            } else {
                effects.exit(FATAL);
            }
            return;
        }
        if (fenced.ok()) {
            Peer peer = peer(fenced.target());
            String dc = election.dc();
            boolean orphaned = dc.isEmpty() || fenced.target().equals(dc);
            peer.online = false;
            peer.phase = Peer.Phase.NONE;
            peer.expected = "down";
            if (isDc() || orphaned) {
                cib.change(new CibChange.NodeErased(fenced.target()), then -> {}, effects); // cib_fencing_updated
            }
            if (fenced.target().equals(dc) && !isDc()) {
                election.dcLeft(fenced.causes(), effects);
            }
        }
        if (isDc()) {
            engine.onFenced(fenced, effects);
        }
    }

    private void onShutdownRequest(String from, Effects effects) {
        Peer peer = peer(from);
        peer.expected = "down";
        if (isDc()) {
            String at = Long.toString(effects.wall().micros() / 1_000_000);
            cib.change(new CibChange.AttributeSet(from, "shutdown", at.equals("0") ? "1" : at), effects);
        }
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        mainloop.handle(now -> shutDown(now), effects);
    }

    private void shutDown(Effects effects) {
        if (shuttingDown) {
            return;
        }
        shuttingDown = true;
        if (state == FsaState.STARTING) {
            stop(effects);
            return;
        }
        effects.setTimer(Timer.of("escalation"), settings().shutdownEscalation());
        multicast(new CrmdMessage.ShutdownRequest(), effects);
        if (state == FsaState.ELECTION) {
            election.stand(effects); // controld_matrix.c, I_SHUTDOWN in S_ELECTION: A_SHUTDOWN_REQ | A_ELECTION_VOTE
        }
    }

    /**
     * Whoever was DC when this controller was told to shut down may have gone without having heard of it
     * (controld_fsa.c, do_state_transition: "(Re)Issuing shutdown request").
     */
    void askAgainForShutdown(Effects effects) {
        if (shuttingDown) {
            multicast(new CrmdMessage.ShutdownRequest(), effects);
        }
    }

    private void stop(Effects effects) {
        if (isDc()) {
            effects.record(new DcReleased("shuts down"));
        }
        enter(FsaState.STOPPING);
        effects.tell("corosync", new CorosyncIpc.CpgLeave(GROUP));
        effects.exit(0);
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        switch (peer) {
            case "corosync" -> effects.exit(DISCONNECT);
            case "pacemaker-based", "pacemaker-execd" -> effects.exit(1);
            case "pacemaker-fenced" -> effects.setTimer(Timer.of("fencer"), ONE_SECOND);
            default -> {}
        }
    }
}
