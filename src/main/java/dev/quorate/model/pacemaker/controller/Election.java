package dev.quorate.model.pacemaker.controller;

import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * One controller's part in elections of the DC (lib/cluster/election.c).
 *
 * <p>Processor time decides, then the name: a larger use wins, on a tie the lower name. Who lost within the last two
 * seconds starts no election of its own.
 */
final class Election {

    /** LOSS_DAMPEN: "in seconds". */
    private static final Duration LOSS_DAMPEN = Duration.ofSeconds(2);

    /** What a message about an election means here. */
    enum Outcome {
        /** Nothing to do, or not yet. */
        WAIT,
        /** This node would win: it must stand itself. */
        START,
        LOST
    }

    private final String self;
    private final Set<String> votes = new TreeSet<>();
    private boolean inProgress;
    private long round;
    private SimTime lostAt = SimTime.MAX;

    Election(String self) {
        this.self = self;
    }

    /** Stand for DC; answers the number of this round. */
    long stand() {
        votes.clear();
        inProgress = true;
        return ++round;
    }

    boolean isInProgress() {
        return inProgress;
    }

    void reset() {
        votes.clear();
        inProgress = false;
    }

    /** A peer left; a DC that left takes the dampening with it (controld_remove_voter). */
    void remove(String host, boolean wasDc) {
        votes.remove(host);
        if (wasDc) {
            lostAt = SimTime.MAX;
        }
    }

    /** An own vote or a peer's no-vote counts for this node, in the round under way. */
    void countFor(String from, String owner, long votedRound) {
        if (inProgress && owner.equals(self) && votedRound == round) {
            votes.add(from);
        }
    }

    /** Whether everybody active has voted for this node. */
    boolean isWon(int activePeers) {
        return inProgress && votes.size() >= activePeers;
    }

    /** A peer stands: does it beat this node? */
    Outcome count(CrmdMessage.Vote vote, String from, long uptimeMicros, boolean canWin, SimTime now) {
        boolean lose = !canWin
                || vote.uptimeMicros() > uptimeMicros
                || (vote.uptimeMicros() == uptimeMicros && self.compareToIgnoreCase(from) > 0);
        boolean dampened = !lostAt.equals(SimTime.MAX) && now.since(lostAt).compareTo(LOSS_DAMPEN) <= 0;
        if (!lose && !dampened) {
            lostAt = SimTime.MAX;
            return Outcome.START;
        }
        lostAt = now;
        reset();
        return Outcome.LOST;
    }
}
