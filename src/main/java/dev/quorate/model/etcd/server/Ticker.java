package dev.quorate.model.etcd.server;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.raft.RaftNode;
import dev.quorate.time.SimTime;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Turns time into a node's ticks without an event for each.
 *
 * <p>Ticks fall on a grid from the process's start. A follower that hears its leader is looked after twice an election
 * timeout, and tick by tick only when it hears nothing. Like a Go ticker it keeps at most one tick while the process is
 * stopped or waits for its disk: the others never happened (etcd server/etcdserver/raft.go ticks and saves in one loop).
 */
final class Ticker {

    static final Timer TIMER = Timer.of("tick");

    private final RaftNode raft;
    private final long tickMicros;
    private final int electionTicks;
    private final LongFunction<List<String>> awaitedOf;
    private final long base;
    private long counted;
    private long armedFor = -1;
    private long heardMicros;

    /**
     * A ticker from now on.
     *
     * @param awaitedOf names of the hosts that must not be silent when that member leads, or 0: nobody does
     */
    Ticker(RaftNode raft, long tickMicros, int electionTicks, LongFunction<List<String>> awaitedOf, Effects effects) {
        this.raft = raft;
        this.tickMicros = tickMicros;
        this.electionTicks = electionTicks;
        this.awaitedOf = awaitedOf;
        this.base = effects.monotonic().micros();
        this.heardMicros = base;
    }

    /** The leader was heard just now. */
    void heard(Effects effects) {
        heardMicros = effects.monotonic().micros();
    }

    /** The timer fired. */
    void fired(Effects effects) {
        catchUp(effects);
        armedFor = -1;
    }

    /** The timer fired while the node waits for its disk: that tick is kept, later ones are lost. */
    void firedWhileSaving() {
        armedFor = -1;
    }

    /** Let the ticks happen that passed since; before every input that the node steps. */
    void catchUp(Effects effects) {
        long passed = (effects.monotonic().micros() - base) / tickMicros;
        // a timer overdue by more than a tick: the process was stopped
        boolean stopped = armedFor >= 0 && passed > armedFor + 1;
        count(stopped ? armedFor : passed);
        counted = Math.max(counted, passed);
    }

    /** The disk is done: of the ticks meanwhile one is left. */
    void catchUpAfterSave(Effects effects) {
        long passed = (effects.monotonic().micros() - base) / tickMicros;
        count(Math.min(passed, counted + 1));
        counted = Math.max(counted, passed);
    }

    private void count(long upTo) {
        while (counted < upTo) {
            counted++;
            raft.tick();
        }
    }

    /** Skip ahead, as a member that starts among living peers does. */
    void advance(int ticks) {
        for (int i = 0; i < ticks; i++) {
            raft.tick();
        }
    }

    /** Set the timer for the next tick that matters, unless it is set for an earlier one. */
    void arm(Effects effects) {
        int due = raft.ticksUntilDue();
        boolean leads = raft.isLeader();
        if (!leads) {
            int half = electionTicks / 2;
            int elapsed = raft.electionElapsedTicks();
            due = elapsed < half ? Math.min(due, half - elapsed) : 1;
        }
        long tick = counted + due;
        if (armedFor >= 0 && armedFor <= tick) {
            return;
        }
        armedFor = tick;
        long now = effects.monotonic().micros();
        var delay = SimTime.span(Math.max(0, base + tick * tickMicros - now));
        if (!leads) {
            effects.setTimer(TIMER, delay, awaitedOf.apply(raft.lead()), new SimTime(Math.min(heardMicros, now)));
        } else if (raft.electionElapsedTicks() + 1 >= electionTicks) {
            // this tick checks the quorum: it waits for everybody since the last check
            long since = Math.max(base, now - raft.electionElapsedTicks() * tickMicros);
            effects.setTimer(TIMER, delay, awaitedOf.apply(0), new SimTime(since));
        } else {
            effects.setTimer(TIMER, delay);
        }
    }
}
