package dev.quorate.importing;

import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Constraint.Discovery;
import dev.quorate.model.pacemaker.cib.Constraint.OrderKind;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code <rsc_location>}, {@code <rsc_colocation>} and {@code <rsc_order>}. */
final class ConstraintXml {

    private final XmlWords words;

    ConstraintXml(XmlWords words) {
        this.words = words;
    }

    Optional<Constraint> read(XmlElement element, Set<String> resources, Set<String> nodes) {
        String id = words.required(element, "id");
        if (!element.children("resource_set").isEmpty()) {
            return left(element, "resource sets in constraint '" + id + "'");
        }
        if (!element.children("lifetime").isEmpty()) {
            return left(element, "lifetime of constraint '" + id + "'");
        }
        return switch (element.name()) {
            case "rsc_location" -> location(element, id, resources, nodes);
            case "rsc_colocation" -> colocation(element, id, resources);
            case "rsc_order" -> order(element, id, resources);
            case "rsc_ticket" -> left(element, "ticket constraint '" + id + "'");
            default -> left(element, "<" + element.name() + "> in <constraints>");
        };
    }

    private Optional<Constraint> left(XmlElement element, String what) {
        words.unsupported(element, what);
        return Optional.empty();
    }

    private Optional<Constraint> location(XmlElement element, String id, Set<String> resources, Set<String> nodes) {
        if (!element.children("rule").isEmpty()) {
            return left(element, "a rule in location constraint '" + id + "'");
        }
        if (element.has("rsc-pattern")) {
            return left(element, "rsc-pattern in location constraint '" + id + "'");
        }
        String role = element.value("role");
        if (!role.isEmpty() && !role.equalsIgnoreCase("started")) {
            return left(element, "role '" + role + "' in location constraint '" + id + "'");
        }
        String node = words.required(element, "node");
        if (!knowsResource(element, "rsc", resources)) {
            return Optional.empty();
        }
        if (!node.isEmpty() && !nodes.contains(node)) {
            return left(
                    element, "location constraint '" + id + "' for unknown node '" + node + "', which has no effect");
        }
        Discovery discovery = switch (element.value("resource-discovery").toLowerCase(Locale.ROOT)) {
            case "never" -> Discovery.NEVER;
            case "exclusive" -> Discovery.EXCLUSIVE;
            default -> Discovery.ALWAYS;
        };
        return Optional.of(new Constraint.Location(id, element.value("rsc"), node, score(element, id), discovery));
    }

    private Optional<Constraint> colocation(XmlElement element, String id, Set<String> resources) {
        for (String name : List.of(
                "rsc-role", "with-rsc-role", "node-attribute", "rsc-instance", "with-rsc-instance", "influence")) {
            if (element.has(name) && !element.value(name).equalsIgnoreCase("started")) {
                return left(element, name + " in colocation '" + id + "'");
            }
        }
        boolean knowsDependent = knowsResource(element, "rsc", resources);
        if (!knowsResource(element, "with-rsc", resources) || !knowsDependent) {
            return Optional.empty();
        }
        return Optional.of(
                new Constraint.Colocation(id, element.value("rsc"), element.value("with-rsc"), score(element, id)));
    }

    private int score(XmlElement element, String id) {
        String score = words.required(element, "score");
        if (!score.isEmpty() && !Values.isScore(score)) {
            words.problem(element, "score '" + score + "' of '" + id + "' is neither a whole number nor INFINITY");
        }
        return Values.score(score);
    }

    private Optional<Constraint> order(XmlElement element, String id, Set<String> resources) {
        for (String name : List.of("first-instance", "then-instance", "require-all")) {
            if (element.has(name)) {
                return left(element, name + " in order '" + id + "'");
            }
        }
        boolean knowsFirst = knowsResource(element, "first", resources);
        if (!knowsResource(element, "then", resources) || !knowsFirst) {
            return Optional.empty();
        }
        String firstAction = element.has("first-action") ? element.value("first-action") : "start";
        String thenAction = element.has("then-action") ? element.value("then-action") : firstAction;
        for (String action : List.of(firstAction, thenAction)) {
            if (!action.equals("start") && !action.equals("stop")) {
                return left(element, "action '" + action + "' in order '" + id + "'");
            }
        }
        Optional<OrderKind> kind = kind(element);
        if (kind.isEmpty()) {
            words.problem(
                    element,
                    "kind '" + element.value("kind") + "' of '" + id + "' is not Mandatory, Optional or Serialize");
            return Optional.empty();
        }
        boolean symmetrical = element.has("symmetrical")
                ? Values.isTrue(element.value("symmetrical"))
                : kind.get() != OrderKind.SERIALIZE;
        return Optional.of(new Constraint.Order(
                id, element.value("first"), firstAction, element.value("then"), thenAction, kind.get(), symmetrical));
    }

    /** get_ordering_type: a score of 0 is the old way to say Optional. */
    private static Optional<OrderKind> kind(XmlElement element) {
        if (!element.has("kind")) {
            boolean optional = element.has("score") && Values.score(element.value("score")) == 0;
            return Optional.of(optional ? OrderKind.OPTIONAL : OrderKind.MANDATORY);
        }
        return switch (element.value("kind").toLowerCase(Locale.ROOT)) {
            case "mandatory" -> Optional.of(OrderKind.MANDATORY);
            case "optional" -> Optional.of(OrderKind.OPTIONAL);
            case "serialize" -> Optional.of(OrderKind.SERIALIZE);
            default -> Optional.empty();
        };
    }

    private boolean knowsResource(XmlElement element, String attribute, Set<String> resources) {
        String id = words.required(element, attribute);
        if (id.isEmpty()) {
            return false;
        }
        if (!resources.contains(id)) {
            words.unsupported(
                    element,
                    "constraint '" + element.value("id") + "' on '" + id + "', which is not among the resources read");
            return false;
        }
        return true;
    }
}
