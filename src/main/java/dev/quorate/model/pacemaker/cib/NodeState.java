package dev.quorate.model.pacemaker.cib;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster knows of one node ({@code node_state}).
 *
 * @param id the corosync node id
 * @param inCcm {@code in_ccm}: whether the membership layer counts it a member
 * @param online {@code crmd}: whether its controller is in the process group
 * @param join {@code down}, {@code pending}, {@code member} or {@code banned}
 * @param expected {@code down} or {@code member}: whether it should be there; {@code ""} when never seen
 * @param attributes transient attributes: {@code shutdown}, {@code terminate}, {@code fail-count-...},
 *     {@code last-failure-...}, {@code standby}
 * @param resources operation history, by resource
 */
public record NodeState(
        String id,
        String uname,
        boolean inCcm,
        boolean online,
        String join,
        String expected,
        SortedMap<String, String> attributes,
        List<LrmResource> resources) {

    public NodeState {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        resources = List.copyOf(resources);
    }

    /** A node of which nothing is known: startup fencing is for such. */
    public static NodeState unseen(String id, String uname) {
        return new NodeState(id, uname, false, false, "down", "", new TreeMap<>(), List.of());
    }

    /** A full member of the cluster without any history. */
    public static NodeState member(String id, String uname) {
        return new NodeState(id, uname, true, true, "member", "member", new TreeMap<>(), List.of());
    }

    /** Whether nothing was ever recorded of it, so that it has no {@code node_state} at all. */
    public boolean isUnseen() {
        return expected.isEmpty() && !inCcm && !online && attributes.isEmpty() && resources.isEmpty();
    }

    public NodeState withMembership(boolean nowInCcm, boolean nowOnline, String nowJoin, String nowExpected) {
        return new NodeState(id, uname, nowInCcm, nowOnline, nowJoin, nowExpected, attributes, resources);
    }

    public NodeState withResources(List<LrmResource> changed) {
        return new NodeState(id, uname, inCcm, online, join, expected, attributes, changed);
    }

    public NodeState withAttributes(SortedMap<String, String> changed) {
        return new NodeState(id, uname, inCcm, online, join, expected, changed, resources);
    }

    /** This state with a transient attribute set, or removed when {@code value} is null. */
    public NodeState withAttribute(String name, @Nullable String value) {
        TreeMap<String, String> changed = new TreeMap<>(attributes);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return withAttributes(changed);
    }

    /** This state without the attributes that match. */
    public NodeState withoutAttributes(Predicate<String> matches) {
        TreeMap<String, String> changed = new TreeMap<>(attributes);
        changed.keySet().removeIf(matches);
        return withAttributes(changed);
    }

    public Optional<LrmResource> resource(String resourceId) {
        return resources.stream()
                .filter(resource -> resource.id().equals(resourceId))
                .findFirst();
    }

    /** This state with an operation's result in the resource's history. */
    public NodeState withResult(String resourceId, Agent agent, LrmOperation operation) {
        LrmResource old = resource(resourceId).orElse(new LrmResource(resourceId, agent, List.of()));
        return withResource(old.with(operation));
    }

    public NodeState withResource(LrmResource resource) {
        List<LrmResource> changed = new ArrayList<>();
        boolean found = false;
        for (LrmResource old : resources) {
            boolean same = old.id().equals(resource.id());
            found |= same;
            changed.add(same ? resource : old);
        }
        if (!found) {
            changed.add(resource);
        }
        return withResources(changed);
    }

    /** This state without a resource's history ({@code crm_resource --refresh}, {@code lrm_delete}). */
    public NodeState withoutResource(String resourceId) {
        List<LrmResource> changed = new ArrayList<>(resources);
        changed.removeIf(resource -> resource.id().equals(resourceId));
        return withResources(changed);
    }
}
