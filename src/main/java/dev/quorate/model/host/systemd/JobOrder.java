package dev.quorate.model.host.systemd;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which jobs wait for which: After= orders jobs that stand at the same time, and nothing else.
 *
 * <p>Units start in its order and stop in the reverse one; between a start and a stop the stop goes first (systemd,
 * src/core/job.c, job_compare).
 */
final class JobOrder {

    private JobOrder() {}

    /** Whether a unit's job must wait for a job of another. */
    static boolean isBlocked(Unit unit, Collection<Unit> all) {
        for (Unit other : all) {
            if (other != unit && mustWait(unit, other)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a unit's job waits, by way of others, for itself. */
    static boolean isInCircle(Unit unit, Collection<Unit> all) {
        Set<String> reached = new TreeSet<>();
        Deque<Unit> open = new ArrayDeque<>();
        open.add(unit);
        while (!open.isEmpty()) {
            Unit waiting = open.remove();
            for (Unit other : all) {
                if (other != waiting && mustWait(waiting, other) && reached.add(other.name)) {
                    open.add(other);
                }
            }
        }
        return reached.contains(unit.name);
    }

    private static boolean mustWait(Unit unit, Unit other) {
        Job own = unit.job;
        Job others = other.job;
        if (own == null || others == null) {
            return false;
        }
        boolean afterOther = unit.file.after().contains(other.name);
        boolean beforeOther = other.file.after().contains(unit.name);
        if (own.stops()) {
            return beforeOther && others.stops();
        }
        return afterOther || (beforeOther && others.stops());
    }
}
