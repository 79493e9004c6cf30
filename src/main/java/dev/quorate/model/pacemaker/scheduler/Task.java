package dev.quorate.model.pacemaker.scheduler;

/** Names of tasks, and the keys made of them. */
final class Task {

    static final String START = "start";
    static final String RUNNING = "running";
    static final String STOP = "stop";
    static final String STOPPED = "stopped";
    static final String MONITOR = "monitor";
    static final String CANCEL = "cancel";
    static final String DELETE = "delete";
    static final String CLEAR_FAILCOUNT = "clear_failcount";
    static final String STONITH = "stonith";
    static final String SHUTDOWN = "do_shutdown";

    private Task() {}

    static String key(String resource, String task, long intervalMillis) {
        return resource + "_" + task + "_" + intervalMillis;
    }

    /** What a group or clone reports once the task is done. */
    static String done(String task) {
        return switch (task) {
            case START -> RUNNING;
            case STOP -> STOPPED;
            default -> task;
        };
    }

    /** The primitive's task behind what a group or clone does or reports (get_complex_task). */
    static String ofMember(String task) {
        return switch (task) {
            case RUNNING -> START;
            case STOPPED -> STOP;
            default -> task;
        };
    }

    static String inverse(String task) {
        return task.equals(START) ? STOP : START;
    }
}
