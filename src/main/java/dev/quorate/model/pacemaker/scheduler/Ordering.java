package dev.quorate.model.pacemaker.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * An ordering of two actions that may not exist yet: each is named by its resource and task, or given (pe__ordering_t).
 *
 * @param constraint the user's constraint behind it, empty for the scheduler's own
 */
record Ordering(
        @Nullable Rsc firstRsc,
        String firstTask,
        @Nullable Work first,
        @Nullable Rsc thenRsc,
        String thenTask,
        @Nullable Work then,
        int flags,
        String constraint) {}
