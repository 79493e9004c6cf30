package dev.quorate.model.pacemaker.cib;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The CIB's configuration section.
 *
 * @param resourceDefaults meta attributes that hold for every resource that does not set them ({@code rsc_defaults})
 * @param operationDefaults options of operations likewise ({@code op_defaults})
 */
public record Configuration(
        ClusterOptions options,
        List<Node> nodes,
        List<Resource> resources,
        List<Constraint> constraints,
        SortedMap<String, String> resourceDefaults,
        SortedMap<String, String> operationDefaults) {

    public Configuration {
        nodes = List.copyOf(nodes);
        resources = List.copyOf(resources);
        constraints = List.copyOf(constraints);
        resourceDefaults = Collections.unmodifiableSortedMap(new TreeMap<>(resourceDefaults));
        operationDefaults = Collections.unmodifiableSortedMap(new TreeMap<>(operationDefaults));
    }

    public static Configuration of(
            ClusterOptions options, List<Node> nodes, List<Resource> resources, List<Constraint> constraints) {
        return new Configuration(options, nodes, resources, constraints, new TreeMap<>(), new TreeMap<>());
    }

    public Optional<Node> node(String uname) {
        return nodes.stream().filter(node -> node.uname().equals(uname)).findFirst();
    }

    /** Every primitive, inside groups and clones too, in the order of the CIB. */
    public List<Primitive> primitives() {
        List<Primitive> primitives = new ArrayList<>();
        for (Resource resource : resources) {
            primitives.addAll(resource.primitives());
        }
        return primitives;
    }

    /** A primitive by its id, inside groups and clones too. */
    public Optional<Primitive> primitive(String id) {
        return primitives().stream()
                .filter(primitive -> primitive.id().equals(id))
                .findFirst();
    }

    public Configuration withOptions(ClusterOptions changed) {
        return new Configuration(changed, nodes, resources, constraints, resourceDefaults, operationDefaults);
    }

    public Configuration withNodes(List<Node> changed) {
        return new Configuration(options, changed, resources, constraints, resourceDefaults, operationDefaults);
    }

    public Configuration withResources(List<Resource> changed) {
        return new Configuration(options, nodes, changed, constraints, resourceDefaults, operationDefaults);
    }

    public Configuration withConstraints(List<Constraint> changed) {
        return new Configuration(options, nodes, resources, changed, resourceDefaults, operationDefaults);
    }

    public Configuration withResourceDefault(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(resourceDefaults);
        changed.put(name, value);
        return new Configuration(options, nodes, resources, constraints, changed, operationDefaults);
    }

    /** This configuration with one node put in place of the one of its name. */
    public Configuration with(Node node) {
        List<Node> changed = new ArrayList<>();
        for (Node old : nodes) {
            changed.add(old.uname().equals(node.uname()) ? node : old);
        }
        return withNodes(changed);
    }

    /** This configuration with a constraint put in place of the one of its id, or added ({@code pcs resource move}). */
    public Configuration with(Constraint constraint) {
        List<Constraint> changed = new ArrayList<>(without(constraint.id()).constraints());
        changed.add(constraint);
        return withConstraints(changed);
    }

    /** This configuration without the constraint of that id ({@code pcs resource clear}). */
    public Configuration without(String constraintId) {
        List<Constraint> changed = new ArrayList<>(constraints);
        changed.removeIf(constraint -> constraint.id().equals(constraintId));
        return withConstraints(changed);
    }
}
