package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** GATHER: tell all whom this node hears, again and again, and give up who stays silent. */
final class Gathering {

    private static final Timer JOIN = Timer.of("join");
    private static final Timer CONSENSUS = Timer.of("consensus");

    /** libqb waits for its timers in whole milliseconds (loop_poll_epoll.c), so that one comes half of one late. */
    private static final Duration TIMER_LAG = Duration.ofNanos(500_000);

    private final Duration joinEvery;
    private final Duration consensus;
    private final int self;
    private final Candidates candidates;
    private final NodeNames names;
    private final Wire wire;

    Gathering(
            TotemSettings settings,
            TotemTimeouts timeouts,
            int self,
            Candidates candidates,
            NodeNames names,
            Wire wire) {
        this.joinEvery = settings.join().plus(TIMER_LAG);
        this.consensus = timeouts.consensus();
        this.self = self;
        this.candidates = candidates;
        this.names = names;
        this.wire = wire;
    }

    /** Begin, or begin again with what was learnt: nobody has agreed to that yet. */
    void ask(long ringSeq, Effects effects) {
        candidates.add(self);
        tell(ringSeq, effects);
        candidates.resetConsensus();
        List<String> silent = new ArrayList<>();
        for (int node : candidates.members()) {
            if (node != self) {
                silent.add(names.of(node));
            }
        }
        effects.setTimer(CONSENSUS, consensus, silent);
    }

    /** Send the join message, now and after a while again. */
    void tell(long ringSeq, Effects effects) {
        wire.toAll(candidates.join(ringSeq), effects);
        effects.setTimer(JOIN, joinEvery);
    }

    /** The time for consensus is over: give up the silent; answers those that were not given up before. */
    List<String> giveUp() {
        List<Integer> silent = candidates.silent();
        List<String> news = new ArrayList<>();
        for (int node : silent) {
            if (!candidates.hasFailed(node)) {
                news.add(names.of(node));
            }
        }
        candidates.fail(silent);
        return news;
    }

    void end(Effects effects) {
        effects.cancelTimer(JOIN);
        effects.cancelTimer(CONSENSUS);
    }
}
