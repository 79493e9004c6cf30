package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.CibVersion;
import java.util.Optional;

/** The DC's side of a join: offers, requests, the newest CIB for all, confirmations (controld_join_dc.c). */
final class DcJoin {

    private final Controld controller;
    private long join;
    private Optional<CibVersion> best = Optional.empty();
    private String bestFrom = "";
    private boolean syncing;
    private boolean finalizing;
    private int historiesPending;

    DcJoin(Controld controller) {
        this.controller = controller;
    }

    /** A_DC_JOIN_OFFER_ALL. */
    void offerAll(Effects effects) {
        join++;
        for (Peer peer : controller.peers()) {
            peer.phase = Peer.Phase.NONE;
        }
        begin(effects);
        for (Peer peer : controller.peers()) {
            offer(peer, effects);
        }
    }

    /** A_DC_JOIN_OFFER_ONE: to whoever is not in yet, and to itself for its CIB's version. */
    void offerNew(Effects effects) {
        begin(effects);
        for (Peer peer : controller.peers()) {
            if (peer.phase == Peer.Phase.NONE || peer.host.equals(effects.host())) {
                offer(peer, effects);
            }
        }
    }

    private void begin(Effects effects) {
        best = Optional.empty();
        bestFrom = "";
        syncing = false;
        finalizing = false;
        controller.enter(FsaState.INTEGRATION);
        effects.setTimer(
                Timer.of("integration"),
                controller.settings().joinIntegrationTimeout(),
                controller.membership().otherActiveHosts(effects));
    }

    private void offer(Peer peer, Effects effects) {
        if (!peer.isActive()) {
            return;
        }
        peer.phase = Peer.Phase.WELCOMED;
        controller.multicast(new CrmdMessage.JoinOffer(peer.host, join), effects);
    }

    void request(String from, CrmdMessage.JoinRequest request, Effects effects) {
        Peer peer = controller.peer(from);
        if (request.join() != join || !peer.isActive() || peer.phase != Peer.Phase.WELCOMED) {
            return;
        }
        int compared = best.map(version -> request.version().compareTo(version)).orElse(1);
        if (compared > 0 || (compared == 0 && from.equals(effects.host()))) {
            best = Optional.of(request.version());
            bestFrom = from;
        }
        peer.phase = Peer.Phase.INTEGRATED;
        peer.expected = "member";
        check(effects);
    }

    /** check_join_state: go on when nobody is waited for. */
    void check(Effects effects) {
        if (controller.state() == FsaState.INTEGRATION && count(Peer.Phase.WELCOMED) == 0) {
            effects.cancelTimer(Timer.of("integration"));
            controller.enter(FsaState.FINALIZE_JOIN);
        }
        if (controller.state() != FsaState.FINALIZE_JOIN) {
            return;
        }
        if (count(Peer.Phase.INTEGRATED) > 0) {
            finalizeJoin(effects);
        } else if (count(Peer.Phase.FINALIZED) == 0 && historiesPending == 0 && !syncing) {
            joined(effects);
        }
    }

    /** Those who did not ask to be in within the time are left out. */
    void integrationTimedOut(Effects effects) {
        for (Peer peer : controller.peers()) {
            if (peer.phase == Peer.Phase.WELCOMED) {
                peer.phase = Peer.Phase.NONE;
            }
        }
        check(effects);
    }

    private void finalizeJoin(Effects effects) {
        if (finalizing || controller.engine().isInFlight()) {
            return; // "Delaying join finalization while transition in progress"
        }
        finalizing = true;
        syncing = true;
        long current = join;
        controller
                .cib()
                .syncFrom(
                        bestFrom.isEmpty() ? effects.host() : bestFrom,
                        later -> {
                            if (current == join && controller.state() == FsaState.FINALIZE_JOIN) {
                                syncing = false;
                                acknowledge(later);
                            }
                        },
                        effects);
    }

    private void acknowledge(Effects effects) {
        for (Peer peer : controller.peers()) {
            if (peer.phase == Peer.Phase.INTEGRATED) {
                peer.phase = Peer.Phase.FINALIZED;
                controller.multicast(new CrmdMessage.JoinAck(peer.host, join), effects);
            }
        }
        check(effects);
    }

    void confirm(String from, CrmdMessage.JoinConfirm confirm, Effects effects) {
        Peer peer = controller.peer(from);
        if (confirm.join() != join || peer.phase != Peer.Phase.FINALIZED) {
            return;
        }
        peer.phase = Peer.Phase.CONFIRMED;
        // the node_state with its history, in one update (controld_query_executor_state)
        write(new CibChange.MembershipChanged(controller.membership().state(peer, true)), effects);
        write(new CibChange.HistoryReplaced(from, confirm.history()), effects);
    }

    private void write(CibChange change, Effects effects) {
        historiesPending++;
        controller
                .cib()
                .change(
                        change,
                        later -> {
                            historiesPending--;
                            check(later);
                        },
                        effects);
    }

    /** The join is over: write who is in and who is DC, then let the policy engine decide. */
    private void joined(Effects effects) {
        controller.enter(FsaState.POLICY_ENGINE);
        controller.worked(3);
        controller.mainloop().after(controller.joinStep(effects), this::finish, effects);
    }

    /**
     * do_dc_join_final. A newly elected DC has updates of its takeover under way, so that its query always overtakes
     * some; one that was DC before has less to write.
     */
    private void finish(Effects effects) {
        if (!controller.isDc() || controller.state() != FsaState.POLICY_ENGINE) {
            return;
        }
        Membership membership = controller.membership();
        controller.cib().change(new CibChange.MembershipChanged(membership.states(true)), then -> {}, effects);
        membership.writeQuorum(effects);
        if (controller.election().takeNewlyElected()) {
            controller.engine().invoke(effects);
        } else {
            controller.engine().trigger(effects);
        }
    }

    private long count(Peer.Phase phase) {
        return controller.peers().stream().filter(peer -> peer.phase == phase).count();
    }
}
