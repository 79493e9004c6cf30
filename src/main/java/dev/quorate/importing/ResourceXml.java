package dev.quorate.importing;

import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.Group;
import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code <primitive>}, {@code <group>} and {@code <clone>}. */
final class ResourceXml {

    /** Meta attributes that the scheduler obeys. */
    private static final Set<String> META = new TreeSet<>(List.of(
            "clone-max",
            "clone-min",
            "clone-node-max",
            "critical",
            "failure-timeout",
            "globally-unique",
            "interleave",
            "is-managed",
            "maintenance",
            "migration-threshold",
            "multiple-active",
            "notify",
            "ordered",
            "priority",
            "promotable",
            "requires",
            "resource-stickiness",
            "restart-type",
            "target-role"));

    private final XmlWords words;

    ResourceXml(XmlWords words) {
        this.words = words;
    }

    Optional<Resource> read(XmlElement element) {
        return switch (element.name()) {
            case "primitive" -> primitive(element);
            case "group" -> group(element);
            case "clone" -> clone(element);
            case "master" -> left(element, "promotable clone '" + element.value("id") + "'");
            case "bundle" -> left(element, "bundle '" + element.value("id") + "'");
            case "template" -> left(element, "resource template '" + element.value("id") + "'");
            default -> left(element, "<" + element.name() + "> in <resources>");
        };
    }

    private Optional<Resource> left(XmlElement element, String what) {
        words.unsupported(element, what);
        return Optional.empty();
    }

    private Optional<Resource> primitive(XmlElement element) {
        String id = words.required(element, "id");
        if (element.has("template")) {
            return left(element, "primitive '" + id + "' made of template '" + element.value("template") + "'");
        }
        String provider = element.value("provider");
        Agent agent = new Agent(words.required(element, "class"), provider, words.required(element, "type"));
        if (agent.standard().equals("ocf") && provider.isEmpty()) {
            words.problem(element, "primitive '" + id + "' of class ocf has no provider");
        }
        words.onlyChildren(element, "instance_attributes", "meta_attributes", "operations", "utilization");
        if (!element.children("utilization").isEmpty()) {
            words.unsupported(element, "utilization of '" + id + "'");
        }
        if (provider.equals("pacemaker") && agent.type().equals("remote")) {
            words.unsupported(element, "Pacemaker Remote connection '" + id + "'");
        }
        List<Operation> operations = new ArrayList<>();
        for (XmlElement list : element.children("operations")) {
            for (XmlElement operation : list.children("op")) {
                operations.add(operation(operation, id));
            }
        }
        return Optional.of(
                new Primitive(id, agent, words.nvpairs(element, "instance_attributes"), meta(element), operations));
    }

    private Operation operation(XmlElement element, String resource) {
        String name = words.required(element, "name");
        String interval = element.value("interval");
        long millis = interval.isEmpty() ? 0 : Values.millis(interval);
        if (millis < 0) {
            words.problem(
                    element, "operation " + name + " of '" + resource + "': interval '" + interval + "' is no time");
            millis = 0;
        }
        SortedMap<String, String> options = new TreeMap<>(words.nvpairs(element, "meta_attributes"));
        for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
            if (!List.of("id", "name", "interval").contains(attribute.getKey())) {
                options.put(attribute.getKey(), attribute.getValue());
            }
        }
        String timeout = options.get("timeout");
        if (timeout != null && Values.millis(timeout) < 0) {
            words.problem(
                    element, "operation " + name + " of '" + resource + "': timeout '" + timeout + "' is no time");
        }
        if (options.containsKey("interval-origin")) {
            words.unsupported(element, "interval-origin of " + name + " of '" + resource + "'");
        }
        return new Operation(name, millis, options);
    }

    private Optional<Resource> group(XmlElement element) {
        String id = words.required(element, "id");
        List<Primitive> members = new ArrayList<>();
        words.onlyChildren(element, "primitive", "meta_attributes", "instance_attributes");
        for (XmlElement child : element.children("primitive")) {
            primitive(child).ifPresent(member -> members.add((Primitive) member));
        }
        SortedMap<String, String> meta = meta(element);
        for (String flag : List.of("ordered", "collocated")) {
            if (meta.containsKey(flag) && !Values.isTrue(meta.get(flag))) {
                words.unsupported(element, flag + "=false of group '" + id + "'");
            }
        }
        if (members.isEmpty()) {
            return left(element, "group '" + id + "' without members");
        }
        return Optional.of(new Group(id, meta, members));
    }

    private Optional<Resource> clone(XmlElement element) {
        String id = words.required(element, "id");
        SortedMap<String, String> meta = meta(element);
        if (Values.score(meta.get("clone-max")) > Clone.MOST_INSTANCES) {
            words.problem(
                    words.nvpair(element, "clone-max"),
                    "clone-max of '" + id + "' is more than " + Clone.MOST_INSTANCES + ": " + meta.get("clone-max"));
        }
        if (Values.isTrue(meta.get("promotable"))) {
            return left(element, "promotable clone '" + id + "'");
        }
        if (Values.isTrue(meta.get("globally-unique"))) {
            return left(element, "globally unique clone '" + id + "'");
        }
        if (Values.isTrue(meta.get("notify"))) {
            words.unsupported(element, "notifications of clone '" + id + "'");
        }
        for (XmlElement child : element.children()) {
            Optional<Resource> inner = switch (child.name()) {
                case "primitive" -> primitive(child);
                case "group" -> group(child);
                default -> Optional.empty();
            };
            if (inner.isPresent()) {
                if (inner.get() instanceof Group
                        && meta.containsKey("ordered")
                        && !Values.isTrue(meta.get("ordered"))) {
                    words.unsupported(element, "ordered=false of cloned group '" + id + "', which its group inherits");
                }
                return Optional.of(new Clone(id, meta, inner.get()));
            }
        }
        return left(element, "clone '" + id + "' without a primitive or group");
    }

    private SortedMap<String, String> meta(XmlElement element) {
        SortedMap<String, String> meta = words.nvpairs(element, "meta_attributes");
        String id = element.value("id");
        meta.forEach((name, value) -> {
            boolean migrates = name.equals("allow-migrate") && Values.isTrue(value);
            if (migrates || name.equals("remote-node") || name.equals("container")) {
                words.unsupported(words.nvpair(element, name), name + " of '" + id + "'");
            } else if (META.contains(name) && isBadNumber(name, value)) {
                words.problem(
                        words.nvpair(element, name),
                        name + " of '" + id + "': '" + value + "' is not a number or INFINITY");
            }
        });
        return meta;
    }

    private static boolean isBadNumber(String name, String value) {
        return switch (name) {
            case "priority", "resource-stickiness", "migration-threshold", "clone-max", "clone-min" ->
                !Values.isScore(value) && !value.equalsIgnoreCase("default");
            default -> false;
        };
    }
}
