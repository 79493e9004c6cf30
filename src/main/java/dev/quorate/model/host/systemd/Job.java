package dev.quorate.model.host.systemd;

import java.util.ArrayList;
import java.util.List;

/** What shall be done with a unit, and who waits for it. A unit has one job at most (systemd, src/core/job.c). */
final class Job {

    /** What it does. */
    enum Kind {
        START("start"),
        STOP("stop"),
        /** Stops first; then it goes on as a start, in name still a restart. */
        RESTART("restart");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** A process to be told when the job is done. */
    record Waiter(String process, long request) {}

    private final List<Waiter> waiters = new ArrayList<>();
    private final Kind asked;
    private Kind phase;
    private boolean running;

    Job(Kind kind) {
        asked = kind;
        phase = kind;
    }

    Kind asked() {
        return asked;
    }

    boolean stops() {
        return phase != Kind.START;
    }

    boolean isRestart() {
        return phase == Kind.RESTART;
    }

    boolean isRunning() {
        return running;
    }

    void run() {
        running = true;
    }

    /** The stopping half of a restart is over. */
    void goOnAsStart() {
        phase = Kind.START;
        running = false;
    }

    List<Waiter> waiters() {
        return waiters;
    }

    /**
     * Whether a later job of that kind joins this one; the other pairs cancel this one (job_type_merge_and_collapse,
     * mode {@code replace}).
     */
    boolean takes(Kind later) {
        return later == asked || (asked == Kind.RESTART && later == Kind.START);
    }
}
