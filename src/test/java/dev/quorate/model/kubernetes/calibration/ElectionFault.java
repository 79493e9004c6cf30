package dev.quorate.model.kubernetes.calibration;

import dev.quorate.model.Signal;
import java.util.function.Consumer;

/** The faults of the leader election's measurements; each names itself as its rows do. */
enum ElectionFault {
    KILL("1 kill -9 leader", false, trial -> {
        trial.kill(trial.leader);
        trial.run(30);
    }),
    TERM_RELEASE("2 SIGTERM, ReleaseOnCancel=true", true, trial -> {
        trial.signal(trial.leader, Signal.TERM);
        trial.run(30);
    }),
    TERM("2b SIGTERM, ReleaseOnCancel=false", false, trial -> {
        trial.signal(trial.leader, Signal.TERM);
        trial.run(30);
    }),
    STOP("3 SIGSTOP 20 s then SIGCONT", false, trial -> {
        trial.pause(trial.leader, 20);
        trial.run(25);
    }),
    REFUSED("4a leader API connection refused", false, trial -> {
        trial.refuse(trial.leader);
        trial.run(30);
    }),
    HANGS("4b leader API hangs", false, trial -> {
        trial.hang(trial.leader);
        trial.run(30);
    }),
    HANGS_RELEASE("4c leader API hangs, ReleaseOnCancel=true", true, trial -> {
        trial.hang(trial.leader);
        trial.run(30);
    }),
    DELETED("5 Lease object deleted", false, trial -> {
        trial.kubectl("delete lease worker -n kube-system");
        trial.run(20);
    }),
    STOP_TERM_RELEASE("7 SIGSTOP 20 s, then SIGTERM+SIGCONT, ReleaseOnCancel=true", true, trial -> {
        trial.pause(trial.leader, 20, (t, host) -> t.signal(host, Signal.TERM));
        trial.run(40);
    });

    final String words;
    final boolean release;
    final Consumer<ElectionTrial> happens;

    ElectionFault(String words, boolean release, Consumer<ElectionTrial> happens) {
        this.words = words;
        this.release = release;
        this.happens = happens;
    }

    static ElectionFault of(String words) {
        for (ElectionFault fault : values()) {
            if (fault.words.equals(words)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("no fault '" + words + "'");
    }
}
