package dev.quorate.model.host.systemd;

import dev.quorate.trace.EventId;
import org.jspecify.annotations.Nullable;

/** A loaded unit: its definition of the last reload, and its state. Volatile: a boot begins anew. */
final class Unit {

    /** ActiveState=. */
    enum ActiveState {
        INACTIVE("inactive"),
        ACTIVATING("activating"),
        ACTIVE("active"),
        DEACTIVATING("deactivating"),
        FAILED("failed");

        private final String word;

        ActiveState(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** SubState= of a service. */
    enum SubState {
        DEAD("dead"),
        START("start"),
        RUNNING("running"),
        STOP_SIGTERM("stop-sigterm"),
        STOP_SIGKILL("stop-sigkill"),
        AUTO_RESTART("auto-restart"),
        FAILED("failed");

        private final String word;

        SubState(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Result= of a service that did not fail. */
    static final String SUCCESS = "success";

    final String name;
    final StartLimit startLimit = new StartLimit();
    UnitFile file;
    /** LoadState= is loaded, not not-found: a service whose file was deleted before a reload runs on without one. */
    boolean found = true;

    ActiveState state = ActiveState.INACTIVE;
    SubState subState = SubState.DEAD;
    String result = SUCCESS;
    /** The main process's name while it exists, or empty. */
    String process = "";

    int restarts;
    /** Set while an automatic restart is on its way to be started. */
    boolean restartDue;
    /** A stop was asked for: what ends now is not started again. */
    boolean forbidRestart;

    @Nullable
    Job job;
    /** Why it is in its present state. */
    @Nullable
    EventId lastChange;

    Unit(UnitFile file) {
        this.name = file.name();
        this.file = file;
    }

    /**
     * A daemon-reload found no file: what runs goes on, with every setting at its default. So Restart= is no, and nothing
     * orders it (src/core/manager.c manager_reload: units are made anew and only their state is deserialized).
     */
    void fileIsGone() {
        found = false;
        file = UnitFile.of(name, file.execStart());
    }

    boolean isUp() {
        return state == ActiveState.ACTIVE || state == ActiveState.ACTIVATING;
    }

    boolean isDown() {
        return state == ActiveState.INACTIVE || state == ActiveState.FAILED;
    }

    boolean awaitsRestart() {
        return subState == SubState.AUTO_RESTART;
    }

    /** Whether Restart= asks for a new start after that result (src/core/service.c, service_shall_restart). */
    boolean shallRestart(String ended) {
        if (forbidRestart) {
            return false;
        }
        return switch (file.restart()) {
            case NO -> false;
            case ON_FAILURE -> !ended.equals(SUCCESS);
            case ALWAYS -> true;
        };
    }

    /**
     * Result= for the main process's end. Exit code 0 and the signals HUP, INT, TERM and PIPE are clean
     * (systemd.service(5), Restart=). A process that itself exits with 143 cannot be told from one that SIGTERM ended.
     */
    static String resultOf(int exitCode) {
        return switch (exitCode) {
            case 0, 129, 130, 141, 143 -> SUCCESS;
            default -> exitCode > 128 && exitCode < 160 ? "signal" : "exit-code";
        };
    }
}
