package dev.quorate.model.pacemaker.cib;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One service under one agent.
 *
 * @param parameters instance attributes, the agent's own settings
 * @param operations configured operations, in the order of the CIB
 */
public record Primitive(
        String id,
        Agent agent,
        SortedMap<String, String> parameters,
        SortedMap<String, String> meta,
        List<Operation> operations)
        implements Resource {

    public Primitive {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
        operations = List.copyOf(operations);
    }

    /** A primitive without parameters and meta attributes. */
    public static Primitive of(String id, String agent, Operation... operations) {
        return new Primitive(id, Agent.parse(agent), new TreeMap<>(), new TreeMap<>(), List.of(operations));
    }

    /** The configured operation of that name and interval. */
    public Optional<Operation> operation(String name, long intervalMillis) {
        return operations.stream()
                .filter(operation -> operation.name().equals(name) && operation.intervalMillis() == intervalMillis)
                .findFirst();
    }

    @Override
    public List<Primitive> primitives() {
        return List.of(this);
    }

    public Primitive withParameter(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(parameters);
        changed.put(name, value);
        return new Primitive(id, agent, changed, meta, operations);
    }

    @Override
    public Primitive withMeta(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(meta);
        changed.put(name, value);
        return new Primitive(id, agent, parameters, changed, operations);
    }
}
