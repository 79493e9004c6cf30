package dev.quorate.model.pacemaker.scheduler;

/** What a resource does, or is to do (enum rsc_role_e without the roles of promotable clones). */
enum Role {
    UNKNOWN,
    STOPPED,
    STARTED
}
