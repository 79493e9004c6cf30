package dev.quorate.model.etcd.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads that wait until a majority has confirmed the leader (etcd-io/raft read_only.go, ReadOnlySafe). */
final class ReadIndexQueue {

    /** A read: who asked, its number, and the commit index when it came. */
    record Read(long from, long context, long index) {}

    private static final class Waiting {
        private final Read read;
        private final TreeSet<Long> acks = new TreeSet<>();

        Waiting(Read read) {
            this.read = read;
        }
    }

    private final List<Waiting> queue = new ArrayList<>();

    void add(Read read, long self) {
        if (queue.stream().anyMatch(w -> w.read.context() == read.context())) {
            return;
        }
        Waiting waiting = new Waiting(read);
        waiting.acks.add(self);
        queue.add(waiting);
    }

    /** The newest read's number, for the next heartbeat; 0 when none waits. */
    long lastContext() {
        return queue.isEmpty() ? 0 : queue.get(queue.size() - 1).read.context();
    }

    /** A member answered the heartbeat for that read: it and all before it, if a majority has. */
    List<Read> acknowledged(long from, long context, Members members) {
        for (int i = 0; i < queue.size(); i++) {
            Waiting waiting = queue.get(i);
            if (waiting.read.context() == context) {
                waiting.acks.add(from);
                if (!members.quorum(waiting.acks::contains)) {
                    return List.of();
                }
                List<Waiting> done = queue.subList(0, i + 1);
                List<Read> reads = new ArrayList<>();
                done.forEach(w -> reads.add(w.read));
                done.clear();
                return reads;
            }
        }
        return List.of();
    }
}
