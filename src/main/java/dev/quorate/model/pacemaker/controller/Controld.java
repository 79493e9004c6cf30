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
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.DcElected;
import dev.quorate.trace.PacemakerEvent.DcReleased;
import dev.quorate.trace.PacemakerEvent.NodeStateChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * {@code pacemaker-controld}: one controller of the cluster; the one that is DC decides for its partition.
 *
 * <p>It is single-threaded, and two of its steps sleep for a literal second: a joining controller before it asks for a
 * DC (controld_join_client.c, do_cl_join_query), and the DC when its query of the CIB overtook updates
 * (controld_schedulerd.c, do_pe_invoke_callback). While it sleeps its inputs wait.
 */
public final class Controld implements Machine {

    private static final Duration STORM_INTERVAL = Duration.ofSeconds(2);

    static final String GROUP = "crmd";
    private static final int DISCONNECT = 102; // CRM_EX_DISCONNECT
    private static final int FATAL = 100; // CRM_EX_FATAL
    private static final int MAX_WAITING = 100_000;
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    /** Processor time that an input costs, about; what elections compare. */
    private static final long INPUT_MICROS = 150;

    /** Processor time that the DC needs to build and run a transition, about. */
    private static final long TRANSITION_MICROS = 30_000;

    private final ControllerSettings given;
    private final DaemonTimings timings;
    private final SortedMap<String, Peer> peers = new TreeMap<>();
    private final CibCalls cib = new CibCalls();
    private final DcJoin join = new DcJoin(this);
    private final TransitionEngine engine;
    private final LocalExecutor executor;
    private final List<Consumer<Effects>> waiting = new ArrayList<>();
    private final Map<Long, Consumer<Effects>> steps = new TreeMap<>();
    private final Map<Long, BiConsumer<CibIpc.CibAnswer, Effects>> queries = new TreeMap<>();
    private final List<EventId> electionCauses = new ArrayList<>();
    private Election election = new Election("");
    private Optional<Consumer<Effects>> sleeping = Optional.empty();
    private FsaState state = FsaState.STARTING;
    private String dc = "";
    private boolean theDc;
    private boolean newlyElected;
    private boolean quorate;
    private boolean everQuorate;
    private boolean ringKnown;
    private boolean groupKnown;
    private boolean shuttingDown;
    private long cpuMicros;
    private long claimedMicros;
    private SimTime claimExpires = new SimTime(Long.MIN_VALUE);
    private long stepNumbers;
    private long incarnation;

    public Controld(ControllerSettings given) {
        this.given = given;
        this.timings = given.settings().timings();
        this.executor = new LocalExecutor(timings);
        this.engine = new TransitionEngine(this);
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

    Collection<Peer> peers() {
        return peers.values();
    }

    Peer peer(String host) {
        return peers.computeIfAbsent(host, Peer::new);
    }

    long incarnation() {
        return incarnation;
    }

    boolean isQuorate() {
        return quorate;
    }

    boolean hadQuorum() {
        return everQuorate;
    }

    boolean isDc() {
        return theDc;
    }

    boolean isTransitionInFlight() {
        return engine.isInFlight();
    }

    List<String> otherActiveHosts(Effects effects) {
        return peers.values().stream()
                .filter(peer -> peer.isActive() && !peer.host.equals(effects.host()))
                .map(peer -> peer.host)
                .toList();
    }

    void multicast(CrmdMessage message, Effects effects) {
        effects.tell("corosync", new CorosyncIpc.CpgMulticast(GROUP, message));
    }

    // ---- inputs, one at a time

    private void handle(Consumer<Effects> input, Effects effects) {
        if (sleeping.isPresent()) {
            if (waiting.size() >= MAX_WAITING) {
                throw new IllegalStateException("more than " + MAX_WAITING + " inputs wait for a sleeping controller");
            }
            waiting.add(input);
        } else {
            cpuMicros += INPUT_MICROS;
            input.accept(effects);
        }
    }

    /** sleep(1): nothing is handled meanwhile; then go on. */
    void sleep(Consumer<Effects> then, Effects effects) {
        sleeping = Optional.of(then);
        effects.setTimer(Timer.of("sleep"), ONE_SECOND);
    }

    private void wake(Effects effects) {
        Consumer<Effects> then = sleeping.orElseThrow();
        sleeping = Optional.empty();
        then.accept(effects);
        while (sleeping.isEmpty() && !waiting.isEmpty()) {
            waiting.remove(0).accept(effects);
        }
    }

    /** Do something after a piece of work whose time is drawn. */
    void after(Duration work, Consumer<Effects> then, Effects effects) {
        long number = ++stepNumbers;
        steps.put(number, then);
        effects.setTimer(Timer.of("step", number), work);
    }

    @Override
    public void onStart(Effects effects) {
        election = new Election(effects.host());
        incarnation = effects.random("incarnation").nextLong();
        cpuMicros = effects.random("uptime")
                        .uniform(Duration.ofMillis(20), Duration.ofMillis(90))
                        .toNanos()
                / 1_000;
        effects.tell("corosync", new CorosyncIpc.CpgJoin(GROUP));
        effects.tell("corosync", new CorosyncIpc.QuorumTrackStart());
        effects.tell("pacemaker-based", new CibIpc.CibSubscribe());
        effects.tell("pacemaker-fenced", new FenceIpc.FenceSubscribe());
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        handle(now -> receive(message, now), effects);
    }

    private void receive(Message message, Effects effects) {
        if (message instanceof CorosyncIpc.QuorumNotification notification) {
            onQuorum(notification, effects);
        } else if (message instanceof CorosyncIpc.CpgConfigurationChanged changed) {
            if (changed.group().equals(GROUP)) {
                onGroup(changed, effects);
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
            wake(effects);
        } else {
            handle(now -> due(timer, now), effects);
        }
    }

    private void due(Timer timer, Effects effects) {
        switch (timer.name()) {
            case "step" -> {
                Consumer<Effects> then = steps.remove(timer.number());
                if (then != null) {
                    then.accept(effects);
                }
            }
            case "dispatch" -> executor.dispatch(timer.number(), effects);
            case "dc-deadtime" -> {
                if (state == FsaState.PENDING) {
                    startElection(effects);
                }
            }
            case "election" -> {
                if (state == FsaState.ELECTION && election.isInProgress()) {
                    win(effects); // election_timer_cb: "Declaring local node as winner after election timed out"
                }
            }
            case "integration" -> join.integrationTimedOut(effects);
            case "escalation" -> effects.exit(1);
            case "fencer" -> effects.tell("pacemaker-fenced", new FenceIpc.FenceSubscribe());
            default -> engine.onTimer(timer, effects);
        }
    }

    // ---- membership

    private void onQuorum(CorosyncIpc.QuorumNotification notification, Effects effects) {
        ringKnown = true;
        boolean changedQuorum = quorate != notification.quorate();
        quorate = notification.quorate();
        everQuorate |= quorate;
        for (String host : notification.members()) {
            peer(host);
        }
        List<EventId> lost = new ArrayList<>();
        boolean appeared = false;
        for (Peer peer : peers.values()) {
            boolean before = peer.isActive();
            boolean wasMember = peer.member;
            peer.member = notification.members().contains(peer.host);
            if (before && !peer.isActive()) {
                lost.add(gone(peer, effects));
            } else if (!before && peer.isActive()) {
                appeared = true;
                effects.record(new NodeStateChanged(peer.host, "member"));
            } else if (wasMember && !peer.member && theDc) {
                engine.abort("Node failure", List.of(), effects);
            }
        }
        afterMembership(lost, appeared, effects);
        if (theDc) {
            cib.change(new CibChange.MembershipChanged(memberships(false)), then -> {}, effects);
            if (changedQuorum) {
                quorumChanged(then -> {}, effects);
                engine.abort(quorate ? "Quorum gained" : "Quorum lost", List.of(), effects);
            }
        }
        multicast(new CrmdMessage.NoOp(theDc), effects);
        begin(effects);
    }

    private void onGroup(CorosyncIpc.CpgConfigurationChanged changed, Effects effects) {
        groupKnown = true;
        List<String> hosts =
                changed.members().stream().map(CorosyncIpc.CpgMember::host).toList();
        hosts.forEach(this::peer);
        List<EventId> lost = new ArrayList<>();
        boolean appeared = false;
        for (Peer peer : peers.values()) {
            boolean before = peer.isActive();
            boolean wasOnline = peer.online;
            peer.online = hosts.contains(peer.host);
            if (before && !peer.isActive()) {
                lost.add(gone(peer, effects));
            } else if (!before && peer.isActive()) {
                appeared = true;
                effects.record(new NodeStateChanged(peer.host, "member"));
            }
            if (wasOnline != peer.online && theDc) {
                cib.change(new CibChange.MembershipChanged(membership(peer, false)), effects);
            }
        }
        // a controller that leaves and comes back between two configurations is one that joins anew
        for (CorosyncIpc.CpgMember left : changed.left()) {
            Peer peer = peer(left.host());
            if (peer.online && !left.host().equals(effects.host())) {
                peer.phase = Peer.Phase.NONE;
            }
        }
        afterMembership(lost, appeared, effects);
        begin(effects);
    }

    private EventId gone(Peer peer, Effects effects) {
        peer.phase = Peer.Phase.NONE;
        election.remove(peer.host, peer.host.equals(dc));
        return effects.record(new NodeStateChanged(peer.host, "lost"));
    }

    private void afterMembership(List<EventId> lost, boolean appeared, Effects effects) {
        for (Peer peer : peers.values()) {
            if (!peer.isActive() && peer.host.equals(dc) && !theDc) {
                cib.change(new CibChange.AttributesErased(peer.host), effects);
                dcLeft(lost, effects);
                return;
            }
        }
        if (theDc) {
            if (!lost.isEmpty()) {
                for (Peer peer : peers.values()) {
                    if (!peer.isActive()) {
                        // controld_delete_node_state(..., controld_section_attrs, cib_none), with a callback
                        cib.change(new CibChange.AttributesErased(peer.host), then -> {}, effects);
                    }
                }
                engine.nodesLost(lost, effects);
                join.check(effects);
            }
            if (appeared) {
                newcomers(effects);
            }
        }
        if (state == FsaState.ELECTION) {
            checkElection(effects);
        }
    }

    private void dcLeft(List<EventId> lost, Effects effects) {
        dc = "";
        electionCauses.clear();
        electionCauses.addAll(lost);
        if (state == FsaState.NOT_DC || state == FsaState.PENDING) {
            startElection(effects);
        }
    }

    /** I_NODE_JOIN: offer to whom is not in; a join under way starts again. */
    private void newcomers(Effects effects) {
        switch (state) {
            case INTEGRATION, FINALIZE_JOIN -> join.offerAll(effects);
            case IDLE, POLICY_ENGINE, TRANSITION_ENGINE -> {
                engine.interrupt(effects);
                join.offerNew(effects);
            }
            default -> {}
        }
    }

    SortedMap<String, CibChange.Membership> membership(Peer peer, boolean withJoin) {
        String joined = peer.phase == Peer.Phase.CONFIRMED ? "member" : "down";
        return new TreeMap<>(Map.of(
                peer.host,
                new CibChange.Membership(
                        peer.member, peer.online, withJoin || !peer.isActive() ? joined : "", peer.expected)));
    }

    private SortedMap<String, CibChange.Membership> memberships(boolean withJoin) {
        SortedMap<String, CibChange.Membership> all = new TreeMap<>();
        peers.values().forEach(peer -> all.putAll(membership(peer, withJoin)));
        return all;
    }

    private void quorumChanged(Consumer<Effects> then, Effects effects) {
        cib.change(
                new CibChange.QuorumChanged(quorate, Optional.of(effects.host()), everQuorate && !quorate),
                then,
                effects);
    }

    /** The controller is up once it knows the ring and its group: ask whether there is a DC. */
    private void begin(Effects effects) {
        if (state != FsaState.STARTING
                || !ringKnown
                || !groupKnown
                || !peer(effects.host()).isActive()) {
            return;
        }
        enter(FsaState.PENDING);
        effects.setTimer(Timer.of("dc-deadtime"), given.dcDeadtime());
        sleep(now -> multicast(new CrmdMessage.JoinAnnounce(), now), effects);
    }

    // ---- election

    private void startElection(Effects effects) {
        if (state == FsaState.STARTING || state == FsaState.STOPPING) {
            return;
        }
        effects.cancelTimer(Timer.of("dc-deadtime"));
        if (theDc) {
            engine.interrupt(effects);
        }
        enter(FsaState.ELECTION);
        election.reset();
        long round = election.stand();
        effects.setTimer(Timer.of("election"), settings().electionTimeout(), otherActiveHosts(effects));
        multicast(new CrmdMessage.Vote(effects.host(), round, claimedUptime(effects)), effects);
    }

    /**
     * Processor time as votes claim it: read anew only when the last reading is older than STORM_INTERVAL
     * (lib/cluster/election.c, get_uptime), so that two controllers do not outbid each other without end.
     */
    private long claimedUptime(Effects effects) {
        if (effects.monotonic().isAfter(claimExpires)) {
            claimedMicros = cpuMicros;
            claimExpires = effects.monotonic().plus(STORM_INTERVAL);
        }
        return claimedMicros;
    }

    private void checkElection(Effects effects) {
        long active = peers.values().stream().filter(Peer::isActive).count();
        if (state == FsaState.ELECTION && election.isWon((int) active)) {
            win(effects);
        }
    }

    private void win(Effects effects) {
        effects.cancelTimer(Timer.of("election"));
        election.reset();
        dc = effects.host();
        if (!theDc) {
            theDc = true;
            newlyElected = true;
            effects.record(new DcElected(), electionCauses.toArray(new EventId[0]));
            engine.takeOver(electionCauses);
        }
        electionCauses.clear();
        join.offerAll(effects);
    }

    private void lose(Effects effects) {
        effects.cancelTimer(Timer.of("election"));
        dc = "";
        if (theDc) {
            theDc = false;
            effects.record(new DcReleased("lost the election"));
            engine.interrupt(effects);
            engine.drop(effects);
        }
        effects.cancelTimer(Timer.of("integration"));
        enter(FsaState.PENDING);
        effects.setTimer(Timer.of("dc-deadtime"), given.dcDeadtime(), otherActiveHosts(effects));
    }

    private void onVote(String from, CrmdMessage.Vote vote, Effects effects) {
        if (from.equals(effects.host())) {
            election.countFor(from, vote.owner(), vote.round());
            checkElection(effects);
            return;
        }
        if (!peer(from).isActive() || state == FsaState.STOPPING) {
            return;
        }
        // one that is to shut down stands and wins like any other (controld_election.c, do_election_count_vote)
        boolean canWin = state != FsaState.STARTING;
        switch (election.count(vote, from, claimedUptime(effects), canWin, effects.monotonic())) {
            case START -> startElection(effects);
            case LOST -> {
                // vote and answer pass through both controllers' queues, as the steps of a join do
                after(
                        joinStep(effects),
                        now -> multicast(new CrmdMessage.NoVote(from, vote.owner(), vote.round()), now),
                        effects);
                if (state != FsaState.STARTING) {
                    lose(effects);
                }
            }
            case WAIT -> {}
        }
    }

    // ---- messages of other controllers

    private void onCrmd(String from, CrmdMessage message, Effects effects) {
        if (theDc && !from.equals(effects.host()) && isFromDc(message)) {
            if (state != FsaState.ELECTION) {
                startElection(effects);
            }
            return;
        }
        if (message instanceof CrmdMessage.Vote vote) {
            onVote(from, vote, effects);
        } else if (message instanceof CrmdMessage.NoVote noVote) {
            if (noVote.to().equals(effects.host())) {
                election.countFor(from, noVote.owner(), noVote.round());
                checkElection(effects);
            }
        } else if (message instanceof CrmdMessage.JoinAnnounce) {
            onAnnounce(from, effects);
        } else if (message instanceof CrmdMessage.JoinOffer offer) {
            onOffer(from, offer, effects);
        } else if (message instanceof CrmdMessage.JoinRequest request) {
            if (theDc && request.dc().equals(effects.host())) {
                join.request(from, request, effects);
            }
        } else if (message instanceof CrmdMessage.JoinAck ack) {
            onAck(from, ack, effects);
        } else if (message instanceof CrmdMessage.JoinConfirm confirm) {
            if (theDc && confirm.dc().equals(effects.host())) {
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
        if (!theDc || !peer(from).isActive()) {
            return;
        }
        if (from.equals(effects.host())) {
            return;
        }
        peer(from).phase = Peer.Phase.NONE;
        newcomers(effects);
    }

    private void onOffer(String from, CrmdMessage.JoinOffer offer, Effects effects) {
        if (!offer.to().equals(effects.host()) || state == FsaState.STARTING || state == FsaState.STOPPING) {
            return;
        }
        if (!dc.isEmpty() && !dc.equals(from)) {
            startElection(effects);
            return;
        }
        dc = from;
        effects.cancelTimer(Timer.of("dc-deadtime"));
        after(
                joinStep(effects),
                later -> query(
                        (answer, now) -> {
                            if (dc.equals(from)) {
                                multicast(
                                        new CrmdMessage.JoinRequest(
                                                from, offer.join(), answer.cib().version()),
                                        now);
                            }
                        },
                        later),
                effects);
    }

    private void onAck(String from, CrmdMessage.JoinAck ack, Effects effects) {
        if (!ack.to().equals(effects.host()) || !dc.equals(from)) {
            return;
        }
        if (!theDc) {
            if (state != FsaState.NOT_DC) {
                enter(FsaState.NOT_DC);
                askAgainForShutdown(effects); // "now that we have a new DC"
            }
            election.reset();
            effects.cancelTimer(Timer.of("election"));
        }
        after(
                joinStep(effects),
                later -> multicast(new CrmdMessage.JoinConfirm(from, ack.join(), executor.history()), later),
                effects);
    }

    private Duration joinStep(Effects effects) {
        return DaemonTimings.draw(effects.random("join"), timings.joinStepMin(), timings.joinStepMedian());
    }

    void checkJoin(Effects effects) {
        join.check(effects);
    }

    /** The join is over: write who is in and who is DC, then let the policy engine decide. */
    void joined(Effects effects) {
        enter(FsaState.POLICY_ENGINE);
        cpuMicros += TRANSITION_MICROS / 3;
        after(joinStep(effects), this::finishJoin, effects);
    }

    /**
     * do_dc_join_final. A newly elected DC has updates of its takeover under way, so that its query always overtakes
     * some; one that was DC before has less to write.
     */
    private void finishJoin(Effects effects) {
        if (!theDc || state != FsaState.POLICY_ENGINE) {
            return;
        }
        cib.change(new CibChange.MembershipChanged(memberships(true)), then -> {}, effects);
        quorumChanged(then -> {}, effects);
        if (newlyElected) {
            newlyElected = false;
            engine.invoke(effects);
        } else {
            engine.trigger(effects);
        }
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

    void worked() {
        cpuMicros += TRANSITION_MICROS;
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
            boolean orphaned = dc.isEmpty() || fenced.target().equals(dc);
            peer.online = false;
            peer.phase = Peer.Phase.NONE;
            peer.expected = "down";
            if (theDc || orphaned) {
                cib.change(new CibChange.NodeErased(fenced.target()), then -> {}, effects); // cib_fencing_updated
            }
            if (fenced.target().equals(dc) && !theDc) {
                dcLeft(fenced.causes(), effects);
            }
        }
        if (theDc) {
            engine.onFenced(fenced, effects);
        }
    }

    private void onShutdownRequest(String from, Effects effects) {
        Peer peer = peer(from);
        peer.expected = "down";
        if (theDc) {
            String at = Long.toString(effects.wall().micros() / 1_000_000);
            cib.change(new CibChange.AttributeSet(from, "shutdown", at.equals("0") ? "1" : at), effects);
        }
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        handle(now -> shutDown(now), effects);
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
            startElection(effects); // controld_matrix.c, I_SHUTDOWN in S_ELECTION: A_SHUTDOWN_REQ | A_ELECTION_VOTE
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
        if (theDc) {
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
