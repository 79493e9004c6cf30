package dev.quorate.model.pacemaker.scheduler;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which instance of a clone is placed first: healthy active ones before inactive ones (pcmk__cmp_instance).
 *
 * <p>Equal instances keep their order.
 */
final class InstanceOrder implements Comparator<Rsc> {

    @Override
    public int compare(Rsc a, Rsc b) {
        if (!a.runningOn.isEmpty() && !b.runningOn.isEmpty() && a.runningOn.size() != b.runningOn.size()) {
            return Integer.compare(a.runningOn.size(), b.runningOn.size());
        }
        Member nodeA = a.currentNode();
        Member nodeB = b.currentNode();
        boolean allowedA = isAllowed(a, nodeA);
        boolean allowedB = isAllowed(b, nodeB);
        if (allowedA != allowedB) {
            return allowedA ? -1 : 1;
        }
        nodeA = allowedA ? nodeA : null;
        nodeB = allowedB ? nodeB : null;
        if (a.priority != b.priority) {
            return Integer.compare(b.priority, a.priority);
        }
        if (nodeA == null || nodeB == null) {
            return nodeA == nodeB ? 0 : nodeA == null ? 1 : -1;
        }
        return compareActive(a, nodeA, b, nodeB);
    }

    private static boolean isAllowed(Rsc rsc, @Nullable Member node) {
        if (node == null) {
            return true;
        }
        Place place = rsc.allowed.get(node);
        return place != null && place.score >= 0;
    }

    private static int compareActive(Rsc a, Member nodeA, Rsc b, Member nodeB) {
        if (nodeA.isAvailable() != nodeB.isAvailable()) {
            return nodeA.isAvailable() ? -1 : 1;
        }
        Place placeA = a.topPlace(nodeA);
        Place placeB = b.topPlace(nodeB);
        if (placeA == null || placeB == null) {
            return placeA == placeB ? 0 : placeA == null ? 1 : -1;
        }
        if (placeA.count != placeB.count) {
            return Integer.compare(placeA.count, placeB.count);
        }
        if (a.anyFailed() != b.anyFailed()) {
            return a.anyFailed() ? 1 : -1;
        }
        int byColocation = Integer.compare(colocated(b, nodeB), colocated(a, nodeA));
        return byColocation != 0 ? byColocation : Integer.compare(number(a), number(b));
    }

    private static int number(Rsc instance) {
        return Integer.parseInt(instance.id.substring(instance.id.lastIndexOf(':') + 1));
    }

    /** How much the clone's colocations like the instance where it is (cmp_instance_by_colocation). */
    private static int colocated(Rsc instance, Member node) {
        Rsc clone = instance.parent;
        if (clone == null) {
            return 0;
        }
        Places places = new Places();
        places.put(new Place(node, node.score));
        for (ColocationRule rule : clone.thisWith) {
            places = Colocations.merge(rule.primary(), places, rule.factor(), false, false);
        }
        for (ColocationRule rule : clone.withThis) {
            if (rule.hasInfluence(instance)) {
                places = Colocations.merge(rule.dependent(), places, rule.factor(), true, false);
            }
        }
        Place place = places.get(node);
        return place == null ? 0 : place.score;
    }
}
