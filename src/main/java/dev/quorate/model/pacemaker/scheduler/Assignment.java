package dev.quorate.model.pacemaker.scheduler;

import org.jspecify.annotations.Nullable;

/** Puts a resource on a node, or on none, and takes it off again (pcmk__finalize_assignment and its like). */
final class Assignment {

    private Assignment() {}

    /** Assign a primitive; without {@code force} only to a node that may run it. */
    static boolean finish(Rsc rsc, @Nullable Place chosen, boolean force) {
        if (!force && chosen != null && !chosen.isAvailable()) {
            rsc.nextRole = Role.STOPPED;
            return finish(rsc, (Member) null);
        }
        if (chosen != null) {
            chosen.count++;
        }
        return finish(rsc, chosen == null ? null : chosen.member);
    }

    static boolean finish(Rsc rsc, @Nullable Member member) {
        undo(rsc);
        rsc.provisional = false;
        if (member == null) {
            unplaced(rsc);
            return false;
        }
        rsc.assigned = member;
        member.placedCount++;
        return true;
    }

    private static void unplaced(Rsc rsc) {
        rsc.nextRole = Role.STOPPED;
        for (Work work : rsc.works) {
            if (work.task.equals(Task.STOP)) {
                work.clear(ActionFlag.OPTIONAL);
            } else if (work.task.equals(Task.START) || (work.intervalMillis > 0 && work.expectedRc != NOT_RUNNING)) {
                work.clear(ActionFlag.RUNNABLE);
            }
        }
    }

    static final int NOT_RUNNING = 7;

    /** Assign a resource and all in it, whatever stands; whether that took a primitive from its node. */
    static boolean force(Rsc rsc, @Nullable Member member) {
        if (rsc.children.isEmpty()) {
            boolean changed = rsc.assigned != null;
            finish(rsc, member);
            return changed;
        }
        boolean changed = false;
        for (Rsc child : rsc.children) {
            changed |= force(child, member);
        }
        return changed;
    }

    static void undo(Rsc rsc) {
        Member old = rsc.assigned;
        if (old != null) {
            rsc.provisional = true;
            rsc.assigned = null;
            old.placedCount--;
        }
    }
}
