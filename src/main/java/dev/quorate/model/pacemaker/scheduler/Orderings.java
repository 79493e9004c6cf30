package dev.quorate.model.pacemaker.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns orderings of tasks into orderings of the actions that there are (pcmk__apply_orderings). */
final class Orderings {

    private final Cluster cluster;
    private final OrderingUpdate update = new OrderingUpdate();

    Orderings(Cluster cluster) {
        this.cluster = cluster;
    }

    void apply() {
        for (Ordering ordering : new ArrayList<>(cluster.orderings)) {
            if (ordering.firstRsc() != null) {
                applyFirst(ordering.firstRsc(), ordering);
            } else if (ordering.thenRsc() != null) {
                applyThen(ordering.first(), ordering.thenRsc(), ordering);
            } else {
                Work.order(ordering.first(), ordering.then(), ordering.flags(), ordering.constraint());
            }
        }
        for (Work work : cluster.works) {
            Colocations.blockDependents(work, update);
        }
        new ProbeOrder(cluster).apply();
        for (Work work : cluster.works) {
            update.update(work);
        }
    }

    /** rsc_order_first: where the first action is not there, a stopped resource's stop is not missed. */
    private void applyFirst(Rsc rsc, Ordering ordering) {
        List<Work> firsts = new ArrayList<>();
        if (ordering.first() != null) {
            firsts.add(ordering.first());
        } else {
            firsts.addAll(rsc.worksByKey(ordering.firstTask(), null));
            if (firsts.isEmpty() && rsc != ordering.thenRsc()) {
                String task = taskOf(rsc, ordering.firstTask());
                if (!(task.equals(Task.STOP) && rsc.state(true) == Role.STOPPED)) {
                    firsts.add(cluster.work(rsc, task, 0, null, true));
                }
            }
        }
        Work then = ordering.then();
        Rsc thenRsc = ordering.thenRsc() == null && then != null ? then.rsc : ordering.thenRsc();
        for (Work first : firsts) {
            if (thenRsc == null) {
                Work.order(first, then, ordering.flags(), ordering.constraint());
            } else {
                applyThen(first, thenRsc, ordering);
            }
        }
    }

    private static String taskOf(Rsc rsc, String key) {
        String rest = key.substring(rsc.id.length() + 1);
        return rest.substring(0, rest.lastIndexOf('_'));
    }

    /** order_resource_actions_after. */
    private static void applyThen(@Nullable Work first, Rsc thenRsc, Ordering ordering) {
        List<Work> thens =
                ordering.then() != null ? List.of(ordering.then()) : thenRsc.worksByKey(ordering.thenTask(), null);
        if (first == null && (ordering.flags() & OrderFlag.IMPLIES_THEN) == 0) {
            return;
        }
        for (Work then : thens) {
            if (first != null) {
                Work.order(first, then, ordering.flags(), ordering.constraint());
            } else {
                then.clear(ActionFlag.RUNNABLE);
            }
        }
    }
}
