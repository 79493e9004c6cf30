package dev.quorate.model.etcd.server;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.raft.RaftNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Linearizable reads: one ReadIndex at a time for all that wait (etcd v3_server.go linearizableReadLoop).
 *
 * <p>A read that comes while one is under way waits for the next: without quorum that makes it 7 to 14 s instead of 7.
 */
final class ReadLoop {

    /** A read that waits; told once. */
    interface Waiter {
        void confirmed(Effects effects);

        void failed(EtcdError error, Effects effects);
    }

    static final Timer TIMER = Timer.of("read");

    private static final long RETRY_MICROS = 500_000; // readIndexRetryTime
    private static final long NO_INDEX = -1;

    private final RaftNode raft;
    private final boolean retries;
    private final long timeoutMicros;
    private final long contextBase;
    private List<Waiter> current = List.of();
    private List<Waiter> next = new ArrayList<>();
    private long context;
    private long index = NO_INDEX;
    private long startedMicros;
    private long sentMicros;
    private boolean armed;

    /**
     * A loop without reads.
     *
     * @param retries whether a request is repeated each 500 ms: from 3.5 on
     */
    ReadLoop(RaftNode raft, boolean retries, long timeoutMicros, long contextBase) {
        this.raft = raft;
        this.retries = retries;
        this.timeoutMicros = timeoutMicros;
        this.contextBase = contextBase;
    }

    void add(Waiter waiter, Effects effects) {
        next.add(waiter);
        begin(effects);
    }

    private void begin(Effects effects) {
        if (!current.isEmpty() || next.isEmpty()) {
            return;
        }
        current = next;
        next = new ArrayList<>();
        context++;
        index = NO_INDEX;
        startedMicros = effects.monotonic().micros();
        send(effects);
        arm(effects);
    }

    private void send(Effects effects) {
        sentMicros = effects.monotonic().micros();
        raft.readIndex(contextBase + context);
    }

    private void arm(Effects effects) {
        if (!armed) {
            armed = true;
            long due = startedMicros + timeoutMicros;
            if (retries) {
                due = Math.min(due, sentMicros + RETRY_MICROS);
            }
            long delay = Math.max(0, due - effects.monotonic().micros());
            effects.setTimer(TIMER, Duration.ofNanos(delay * 1_000));
        }
    }

    void onTimer(Effects effects) {
        armed = false;
        if (current.isEmpty() || index != NO_INDEX) {
            return; // with an index there is nothing to ask again: it waits until that entry is applied
        }
        long now = effects.monotonic().micros();
        if (now >= startedMicros + timeoutMicros) {
            fail(EtcdError.REQUEST_TIMED_OUT, effects);
            return;
        }
        if (retries && now >= sentMicros + RETRY_MICROS) {
            send(effects);
        }
        arm(effects);
    }

    /** The leader, confirmed by a majority, named an index. */
    void onReadState(long readContext, long readIndex, long applied, Effects effects) {
        if (!current.isEmpty() && readContext == contextBase + context) {
            index = readIndex;
            onApplied(applied, effects);
        }
    }

    void onApplied(long applied, Effects effects) {
        if (index != NO_INDEX && applied >= index && !current.isEmpty()) {
            List<Waiter> done = current;
            current = List.of();
            index = NO_INDEX;
            done.forEach(w -> w.confirmed(effects));
            begin(effects);
        }
    }

    void onLeaderChanged(Effects effects) {
        if (!current.isEmpty() && index == NO_INDEX) {
            fail(EtcdError.LEADER_CHANGED, effects);
        }
    }

    private void fail(EtcdError error, Effects effects) {
        List<Waiter> done = current;
        current = List.of();
        done.forEach(w -> w.failed(error, effects));
        begin(effects);
    }
}
