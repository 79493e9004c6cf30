package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spreads a clone's instances over the nodes (pcmk_sched_clone.c, distribute_children and allocate_instance). */
final class InstancePlacement {

    private final CloneRsc clone;

    InstancePlacement(CloneRsc clone) {
        this.clone = clone;
    }

    /** Keep instances where they run, then place the others (distribute_children). */
    void distribute(List<Place> places) {
        int available = 0;
        for (Place place : places) {
            place.count = 0;
            if (place.member.isAvailable()) {
                available++;
            }
        }
        boolean allColocations = clone.cloneMax < available;
        int perNode = available == 0 ? 1 : Math.max(1, clone.cloneMax / available);
        int placed = 0;
        List<Rsc> instances = new ArrayList<>(clone.children);
        for (Rsc instance : instances) {
            if (placed >= clone.cloneMax) {
                break;
            }
            Member current = instanceNode(instance);
            if (current == null || !instance.provisional || instance.failed) {
                continue;
            }
            Place top = instance.topPlace(current);
            if (!current.isAvailable() || current.score < 0 || (top != null && top.count >= perNode)) {
                continue;
            }
            if (place(instance, current, allColocations) != null) {
                placed++;
            }
        }
        for (Rsc instance : instances) {
            if (!instance.provisional) {
                continue;
            }
            if (placed >= clone.cloneMax) {
                clone.cluster.score(instance, null, -Values.INFINITY);
            } else if (place(instance, null, allColocations) != null) {
                placed++;
            }
        }
    }

    /** pe__current_node of an instance, which may be a group. */
    private static @Nullable Member instanceNode(Rsc instance) {
        return instance.runningOn.isEmpty() ? null : instance.currentNode();
    }

    /** Place one instance, or nowhere if it would not get the preferred node (allocate_instance). */
    private @Nullable Member place(Rsc instance, @Nullable Member prefer, boolean allColocations) {
        if (!instance.provisional) {
            return instance.location(false);
        }
        if (instance.assigning) {
            return null;
        }
        inheritColocations(instance, allColocations);
        if (prefer != null) {
            Place preferred = instance.allowed.get(prefer);
            if (preferred == null || preferred.score < 0) {
                return null;
            }
        }
        for (Place place : new ArrayList<>(instance.allowed.all())) {
            limit(instance, place);
        }
        Places backup = instance.allowed.copy();
        Member chosen = instance.assign(prefer);
        if (chosen != null && prefer != null && chosen != prefer) {
            instance.allowed = backup;
            Assignment.undo(instance);
            chosen = null;
        }
        if (chosen != null) {
            Place top = instance.topPlace(chosen);
            if (top != null) {
                top.count++;
            }
        }
        return chosen;
    }

    /** Bar an instance from nodes that are unusable or have their instance (can_run_instance); one a node. */
    private void limit(Rsc instance, Place place) {
        Place top = instance.topPlace(place.member);
        if (!place.member.isAvailable() || instance.orphan || top == null) {
            instance.scoreIfKnown(place.member, -Values.INFINITY);
        } else if (top.score < 0) {
            instance.scoreIfKnown(place.member, top.score);
        } else if (top.count >= 1) {
            instance.scoreIfKnown(place.member, -Values.INFINITY);
        }
    }

    /** An instance obeys the clone's colocations; mere wishes only when there are more nodes than instances. */
    private void inheritColocations(Rsc instance, boolean all) {
        for (ColocationRule rule : clone.thisWith) {
            if (all || rule.score() < 0 || rule.score() == Values.INFINITY) {
                ColocationRule.addThisWith(instance, rule);
            }
        }
        for (ColocationRule rule : clone.withThis) {
            if (rule.hasInfluence(instance) && (all || rule.score() < 0)) {
                ColocationRule.addWithThis(instance, rule);
            }
        }
    }
}
