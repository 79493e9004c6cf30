package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.DcElected;
import dev.quorate.trace.PacemakerEvent.DcReleased;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who is DC, and how one controller becomes or ceases to be it (controld_election.c). */
final class DcElection {

    /** STORM_INTERVAL. */
    private static final Duration STORM_INTERVAL = Duration.ofSeconds(2);

    private static final Timer ELECTION = Timer.of("election");
    private static final Timer DC_DEADTIME = Timer.of("dc-deadtime");

    private final Controld controller;
    private final Duration dcDeadtime;
    private final List<EventId> causes = new ArrayList<>();
    private Election election = new Election("");
    private String dc = "";
    private boolean theDc;
    private boolean newlyElected;
    private long claimedMicros;
    private SimTime claimExpires = new SimTime(Long.MIN_VALUE);

    DcElection(Controld controller, Duration dcDeadtime) {
        this.controller = controller;
        this.dcDeadtime = dcDeadtime;
    }

    void start(Effects effects) {
        election = new Election(effects.host());
    }

    /** The DC's host; empty when none is known. */
    String dc() {
        return dc;
    }

    boolean isDc() {
        return theDc;
    }

    /** Whether this is the first join since this controller became DC; asked once. */
    boolean takeNewlyElected() {
        boolean was = newlyElected;
        newlyElected = false;
        return was;
    }

    /** A peer is gone: its vote does not count. */
    void remove(String host) {
        election.remove(host, host.equals(dc));
    }

    /** Wait for word of a DC; stand when none comes. */
    void waitForDc(List<String> awaited, Effects effects) {
        effects.setTimer(DC_DEADTIME, dcDeadtime, awaited);
    }

    void dcDeadtimeIsOver(Effects effects) {
        if (controller.state() == FsaState.PENDING) {
            stand(effects);
        }
    }

    /** election_timer_cb: "Declaring local node as winner after election timed out". */
    void timedOut(Effects effects) {
        if (controller.state() == FsaState.ELECTION && election.isInProgress()) {
            win(effects);
        }
    }

    /** The DC is gone: elect another. */
    void dcLeft(List<EventId> lost, Effects effects) {
        dc = "";
        causes.clear();
        causes.addAll(lost);
        if (controller.state() == FsaState.NOT_DC || controller.state() == FsaState.PENDING) {
            stand(effects);
        }
    }

    /** A DC offers membership, and is followed. */
    void follow(String host, Effects effects) {
        dc = host;
        effects.cancelTimer(DC_DEADTIME);
    }

    /** A DC has taken this node in: no election is under way any more. */
    void joined(Effects effects) {
        election.reset();
        effects.cancelTimer(ELECTION);
    }

    void stand(Effects effects) {
        if (controller.state() == FsaState.STARTING || controller.state() == FsaState.STOPPING) {
            return;
        }
        effects.cancelTimer(DC_DEADTIME);
        if (theDc) {
            controller.engine().interrupt(effects);
        }
        controller.enter(FsaState.ELECTION);
        election.reset();
        long round = election.stand();
        effects.setTimer(
                ELECTION,
                controller.settings().electionTimeout(),
                controller.membership().otherActiveHosts(effects));
        controller.multicast(new CrmdMessage.Vote(effects.host(), round, claimedUptime(effects)), effects);
    }

    /**
     * Processor time as votes claim it: read anew only when the last reading is older than STORM_INTERVAL
     * (lib/cluster/election.c, get_uptime), so that two controllers do not outbid each other without end.
     */
    private long claimedUptime(Effects effects) {
        if (effects.monotonic().isAfter(claimExpires)) {
            claimedMicros = controller.mainloop().cpuMicros();
            claimExpires = effects.monotonic().plus(STORM_INTERVAL);
        }
        return claimedMicros;
    }

    /** Perhaps all that are still there have voted. */
    void check(Effects effects) {
        if (controller.state() == FsaState.ELECTION
                && election.isWon(controller.membership().activePeers())) {
            win(effects);
        }
    }

    private void win(Effects effects) {
        effects.cancelTimer(ELECTION);
        election.reset();
        dc = effects.host();
        if (!theDc) {
            theDc = true;
            newlyElected = true;
            effects.record(new DcElected(), causes.toArray(new EventId[0]));
            controller.engine().takeOver(causes);
        }
        causes.clear();
        controller.join().offerAll(effects);
    }

    private void lose(Effects effects) {
        effects.cancelTimer(ELECTION);
        dc = "";
        if (theDc) {
            theDc = false;
            effects.record(new DcReleased("lost the election"));
            controller.engine().interrupt(effects);
            controller.engine().drop(effects);
        }
        effects.cancelTimer(Timer.of("integration"));
        controller.enter(FsaState.PENDING);
        waitForDc(controller.membership().otherActiveHosts(effects), effects);
    }

    void onVote(String from, CrmdMessage.Vote vote, Effects effects) {
        if (from.equals(effects.host())) {
            election.countFor(from, vote.owner(), vote.round());
            check(effects);
            return;
        }
        if (!controller.peer(from).isActive() || controller.state() == FsaState.STOPPING) {
            return;
        }
        // one that is to shut down stands and wins like any other (controld_election.c, do_election_count_vote)
        boolean canWin = controller.state() != FsaState.STARTING;
        switch (election.count(vote, from, claimedUptime(effects), canWin, effects.monotonic())) {
            case START -> stand(effects);
            case LOST -> {
                // vote and answer pass through both controllers' queues, as the steps of a join do
                controller
                        .mainloop()
                        .after(
                                controller.joinStep(effects),
                                now -> controller.multicast(
                                        new CrmdMessage.NoVote(from, vote.owner(), vote.round()), now),
                                effects);
                if (controller.state() != FsaState.STARTING) {
                    lose(effects);
                }
            }
            case WAIT -> {}
        }
    }

    void onNoVote(String from, CrmdMessage.NoVote noVote, Effects effects) {
        if (noVote.to().equals(effects.host())) {
            election.countFor(from, noVote.owner(), noVote.round());
            check(effects);
        }
    }
}
