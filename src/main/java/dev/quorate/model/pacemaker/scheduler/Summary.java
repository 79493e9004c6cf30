package dev.quorate.model.pacemaker.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a transition changes, in crm_simulate's words (pcmk__output_actions, rsc_action_default). */
final class Summary {

    private final List<String> lines = new ArrayList<>();

    private Summary() {}

    static List<String> of(Cluster cluster) {
        Summary summary = new Summary();
        for (Work work : cluster.works) {
            summary.addNodeWork(work);
        }
        for (Rsc rsc : cluster.resources) {
            summary.add(rsc);
        }
        return summary.lines;
    }

    private void addNodeWork(Work work) {
        if (work.rsc != null || work.is(ActionFlag.OPTIONAL) || work.node == null || work.reason == null) {
            return; // what has no reason goes to the log only (node_action)
        }
        String task;
        if (work.task.equals(Task.SHUTDOWN)) {
            task = "Shutdown";
        } else if (work.task.equals(Task.STONITH)) {
            task = "Fence (" + work.operation + ")";
        } else {
            return;
        }
        lines.add("* " + task + " " + work.node + " '" + work.reason + "'");
    }

    private void add(Rsc rsc) {
        if (!rsc.children.isEmpty()) {
            rsc.children.forEach(this::add);
            return;
        }
        Member current = null;
        if (!rsc.runningOn.isEmpty()) {
            current = rsc.currentNode();
            if (rsc.role == Role.STOPPED) {
                rsc.role = Role.STARTED; // one that is being removed
            }
        }
        Member next = rsc.assigned;
        if ((current == null && rsc.orphan) || !rsc.managed || (current == null && next == null)) {
            return;
        }
        boolean moving = current != null && next != null && current != next;
        Work start = oldest(rsc.works(Task.START, next));
        boolean startRuns = start != null && start.is(ActionFlag.RUNNABLE);
        Work stop = oldest(rsc.works(Task.STOP, startRuns ? current : null));
        if (stop == null && rsc.stopUnexpected) {
            stop = oldest(rsc.works(Task.STOP, null));
        }
        if (rsc.role == rsc.nextRole) {
            describeSameRole(rsc, current, next, start, stop, moving);
        } else {
            describeNewRole(rsc, current, next, start, stop, moving);
        }
    }

    private static @Nullable Work oldest(List<Work> works) {
        return works.isEmpty() ? null : works.get(0);
    }

    private void describeSameRole(
            Rsc rsc,
            @Nullable Member current,
            @Nullable Member next,
            @Nullable Work start,
            @Nullable Work stop,
            boolean moving) {
        if (next == null || start == null || start.is(ActionFlag.OPTIONAL)) {
            return;
        }
        if (!start.is(ActionFlag.RUNNABLE)) {
            item("Stop", rsc, current, null, stop, stop != null && stop.reason != null ? stop : start);
        } else if (moving) {
            item(rsc.failed ? "Recover" : "Move", rsc, current, next, stop, null);
        } else if (rsc.failed) {
            item("Recover", rsc, current, null, stop, null);
        } else {
            item("Restart", rsc, current, next, start, null);
        }
    }

    private void describeNewRole(
            Rsc rsc,
            @Nullable Member current,
            @Nullable Member next,
            @Nullable Work start,
            @Nullable Work stop,
            boolean moving) {
        boolean startBlocked = start != null && !start.is(ActionFlag.RUNNABLE);
        if (stop != null && (rsc.nextRole == Role.STOPPED || startBlocked)) {
            for (Member node : rsc.runningOn) {
                Work stopHere = oldest(rsc.works(Task.STOP, node));
                item("Stop", rsc, node, null, stopHere, stopHere != null && stopHere.reason != null ? stopHere : start);
            }
        } else if (stop != null && rsc.failed && rsc.mustStop) {
            item("Recover", rsc, current, next, stop, start);
        } else if (moving) {
            item("Move", rsc, current, next, stop, null);
        } else if (stop != null && !stop.is(ActionFlag.OPTIONAL)) {
            item("Restart", rsc, current, next, start, null);
        } else if (rsc.role == Role.STOPPED && rsc.nextRole == Role.STARTED) {
            item("Start", rsc, current, next, start, null);
        }
    }

    /** rsc_action_item. */
    private void item(
            String change,
            Rsc rsc,
            @Nullable Member origin,
            @Nullable Member destination,
            @Nullable Work work,
            @Nullable Work reasonOf) {
        String where;
        if (origin == null) {
            where = String.valueOf(destination);
        } else if (destination == null || (rsc.role == rsc.nextRole && origin == destination)) {
            where = origin.name;
        } else if (rsc.role == rsc.nextRole) {
            where = origin + " -> " + destination;
        } else if (origin == destination) {
            where = text(rsc.role) + " -> " + text(rsc.nextRole) + " " + origin;
        } else {
            where = text(rsc.role) + " " + origin + " -> " + text(rsc.nextRole) + " " + destination;
        }
        Work source = reasonOf == null ? work : reasonOf;
        boolean blocked = work == null || !work.is(ActionFlag.RUNNABLE);
        String reason = source == null ? null : source.reason;
        String why = "";
        if (reason != null) {
            why = " due to " + reason + (blocked ? " (blocked)" : "");
        } else if (blocked) {
            why = " blocked";
        }
        lines.add("* " + change + " " + rsc.id + " ( " + where + " )" + why);
    }

    private static String text(Role role) {
        return switch (role) {
            case UNKNOWN -> "Unknown";
            case STOPPED -> "Stopped";
            case STARTED -> "Started";
        };
    }
}
