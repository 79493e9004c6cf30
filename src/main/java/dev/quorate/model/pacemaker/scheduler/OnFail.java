package dev.quorate.model.pacemaker.scheduler;

/** What the failure of an operation leads to, from mildest to strictest (enum action_fail_response). */
enum OnFail {
    IGNORE,
    RECOVER,
    MIGRATE,
    BLOCK,
    STOP,
    STANDBY,
    FENCE
}
