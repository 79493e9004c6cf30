package dev.quorate.model.pacemaker.controller;

/** The controller's states (controld_fsa.h), those that last. */
enum FsaState {
    STARTING,
    PENDING,
    NOT_DC,
    ELECTION,
    INTEGRATION,
    FINALIZE_JOIN,
    POLICY_ENGINE,
    TRANSITION_ENGINE,
    IDLE,
    STOPPING
}
