package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How resources that belong together, or must keep apart, share their preferences (pcmk_sched_colocation.c). */
final class Colocations {

    /** Marks a node that turned negative while only positive scores count (INFINITY_HACK). */
    private static final int FORGOTTEN = Values.INFINITY * -100;

    private Colocations() {}

    /** A dependent takes the primary's place into account (pcmk__primitive_apply_coloc_score). */
    static void apply(Rsc dependent, Rsc primary, ColocationRule rule) {
        if (primary.provisional || !dependent.provisional) {
            return; // pcmk__colocation_affects: nothing to decide on, or nothing left to decide
        }
        if (primary.assigned == null && rule.score() < 0) {
            return;
        }
        Places work = dependent.allowed.copy();
        for (Place place : work.all()) {
            addPoints(place, primary.assigned, rule);
        }
        if (rule.forbids() || rule.isMandatory() || work.anyAvailable()) {
            dependent.allowed = work;
            dependent.because("constraint:" + rule.id());
        }
    }

    private static void addPoints(Place place, @Nullable Member primaryNode, ColocationRule rule) {
        if (primaryNode == null) {
            place.add(-rule.score());
        } else if (place.member == primaryNode) {
            if (!rule.isMandatory()) {
                place.add(rule.score());
            }
        } else if (rule.isMandatory()) {
            place.add(-rule.score());
        }
    }

    /**
     * Add to {@code places} what a colocated resource, and all that is colocated with it in turn, would prefer
     * (pcmk__add_colocated_node_scores); null when it must not be merged.
     *
     * @param onlyPositive a node keeps at least a point
     * @param onlyActive a resource without any usable node is left out
     */
    static Places merge(Rsc rsc, Places places, float factor, boolean onlyPositive, boolean onlyActive) {
        if (rsc.merging) {
            return places;
        }
        rsc.merging = true;
        try {
            return merged(rsc, places, factor, onlyPositive, onlyActive);
        } finally {
            rsc.merging = false;
        }
    }

    private static Places merged(Rsc rsc, Places places, float factor, boolean onlyPositive, boolean onlyActive) {
        Places work = places.copy();
        if (rsc.isGroup()) {
            work = merge(rsc.children.get(0), work, factor, onlyPositive, onlyActive);
        } else {
            addBest(work, rsc, factor, onlyPositive);
        }
        if (work.anyAvailable()) {
            float sign = factor < 0 ? -1.0f : 1.0f;
            List<ColocationRule> rules =
                    rsc.isGroup() ? rsc.children.get(rsc.children.size() - 1).withThis : rsc.withThis;
            for (ColocationRule rule : new ArrayList<>(rules)) {
                if (rule.hasInfluence()) {
                    work = merge(
                            rule.dependent(), work, sign * rule.score() / (float) Values.INFINITY, onlyPositive, true);
                }
            }
        } else if (onlyActive) {
            return places;
        }
        if (onlyPositive) {
            for (Place place : work.all()) {
                if (place.score == FORGOTTEN) {
                    place.score = 1;
                }
            }
        }
        return work;
    }

    /** add_node_scores_matching_attr, of which only the node's own name is asked here. */
    private static void addBest(Places places, Rsc rsc, float factor, boolean onlyPositive) {
        for (Place place : places.all()) {
            Place own = rsc.allowed.get(place.member);
            int score = own != null && place.member.isAvailable()
                    ? Math.max(own.score, -Values.INFINITY)
                    : -Values.INFINITY;
            if ((factor < 0 && score < 0) || place.score == FORGOTTEN) {
                continue;
            }
            int points = round(factor * score);
            if (points == 0 && score != 0) {
                points = factor > 0 ? 1 : factor < 0 ? -1 : 0;
            }
            int sum = Values.add(points, place.score);
            if (onlyPositive && sum < 0 && place.score > 0) {
                place.score = FORGOTTEN;
            } else if (!(onlyPositive && sum < 0 && place.score == 0)) {
                place.score = sum;
            }
        }
    }

    private static int round(float value) {
        return (int) (value < 0 ? value - 0.5 : value + 0.5);
    }

    /** A start that cannot run takes with it those that must be where it is (pcmk__block_colocation_dependents). */
    static void blockDependents(Work work, OrderingUpdate update) {
        if (work.is(ActionFlag.RUNNABLE) || !work.task.equals(Task.START) || work.rsc == null) {
            return;
        }
        Rsc rsc = work.rsc.top();
        if (rsc.withThis.isEmpty()) {
            return;
        }
        for (Rsc child : rsc.children) {
            Work start = child.firstWork(Task.START, null);
            if (start == null || start.is(ActionFlag.RUNNABLE)) {
                return; // another instance can start
            }
        }
        for (ColocationRule rule : rsc.withThis) {
            if (rule.isMandatory()) {
                block(rule.dependent(), work.rsc, rule, update);
            }
        }
    }

    private static void block(Rsc rsc, Rsc because, ColocationRule rule, OrderingUpdate update) {
        for (Work work : rsc.works) {
            if (work.is(ActionFlag.RUNNABLE) && work.task.equals(Task.START)) {
                work.clear(ActionFlag.RUNNABLE);
                work.reason("colocation with " + because.id, false);
                work.because("constraint:" + rule.id());
                blockDependents(work, update);
                update.update(work);
            }
        }
        for (Rsc child : rsc.children) {
            block(child, because, rule, update);
        }
    }
}
