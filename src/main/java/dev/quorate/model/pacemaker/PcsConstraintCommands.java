package dev.quorate.model.pacemaker;

import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Constraint.OrderKind;
import dev.quorate.model.pacemaker.cib.UnknownName;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;

/** {@code pcs constraint ...}: location, colocation, order, remove. */
final class PcsConstraintCommands {

    private static final List<String> ACTIONS = List.of("start", "stop");

    private PcsConstraintCommands() {}

    static Configuration edit(Configuration configuration, List<String> words) {
        String verb = words.get(0);
        if (verb.equals("remove") && words.size() == 2) {
            return without(configuration, words.get(1));
        }
        List<Constraint> changed = configuration.constraints();
        for (Constraint constraint : constraints(configuration, verb, words)) {
            changed = PcsCommands.with(changed, constraint);
        }
        return configuration.withConstraints(changed);
    }

    private static Configuration without(Configuration configuration, String id) {
        List<Constraint> kept = new ArrayList<>(configuration.constraints());
        if (!kept.removeIf(constraint -> constraint.id().equals(id))) {
            throw new UnknownName(
                    "no constraint '" + id + "'",
                    id,
                    kept.stream().map(Constraint::id).toList());
        }
        return configuration.withConstraints(kept);
    }

    private static List<Constraint> constraints(Configuration configuration, String verb, List<String> words) {
        boolean location = verb.equals("location")
                && words.size() >= 4
                && List.of("prefers", "avoids").contains(words.get(2));
        boolean colocation = verb.equals("colocation")
                && words.size() >= 5
                && words.get(1).equals("add")
                && words.get(3).equals("with");
        int then = words.indexOf("then");
        if (location) {
            return locations(configuration, words);
        }
        if (colocation) {
            return List.of(colocation(configuration, words));
        }
        if (verb.equals("order") && then > 1 && then + 1 < words.size()) {
            return List.of(order(configuration, words, then));
        }
        throw new IllegalArgumentException("constraint '" + String.join(" ", words)
                + "': write 'location R prefers|avoids NODE[=SCORE]', 'colocation add R with R [SCORE]',"
                + " 'order [ACTION] R then [ACTION] R [kind=KIND]' or 'remove ID'");
    }

    private static String resource(Configuration configuration, String id) {
        if (!PcsCommands.ids(configuration.resources()).contains(id)) {
            throw PcsCommands.noResource(configuration.resources(), id);
        }
        return id;
    }

    private static int score(String text) {
        if (!Values.isScore(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no score; write a whole number, INFINITY or -INFINITY");
        }
        return Values.score(text);
    }

    private static List<Constraint> locations(Configuration configuration, List<String> words) {
        boolean prefers = words.get(2).equals("prefers");
        String resource = resource(configuration, words.get(1));
        List<Constraint> locations = new ArrayList<>();
        for (String word : words.subList(3, words.size())) {
            String[] parts = word.split("=", 2);
            if (configuration.node(parts[0]).isEmpty()) {
                throw PcsCommands.noNode(configuration, parts[0]);
            }
            int score = parts.length == 2 ? score(parts[1]) : Values.INFINITY;
            String id = "location-" + resource + "-" + parts[0];
            locations.add(Constraint.Location.of(id, resource, parts[0], prefers ? score : -score));
        }
        return locations;
    }

    private static Constraint colocation(Configuration configuration, List<String> words) {
        int score = Values.INFINITY;
        for (String word : words.subList(5, words.size())) {
            score = score(word.startsWith("score=") ? word.substring("score=".length()) : word);
        }
        String resource = resource(configuration, words.get(2));
        String with = resource(configuration, words.get(4));
        return new Constraint.Colocation("colocation-" + resource + "-" + with, resource, with, score);
    }

    private static Constraint order(Configuration configuration, List<String> words, int then) {
        List<String> first = words.subList(1, then);
        List<String> second = new ArrayList<>(words.subList(then + 1, words.size()));
        OrderKind kind = OrderKind.MANDATORY;
        boolean symmetrical = true;
        for (String word : List.copyOf(second)) {
            String value = word.substring(word.indexOf('=') + 1);
            if (word.startsWith("kind=")) {
                kind = kind(value);
                second.remove(word);
            } else if (word.startsWith("symmetrical=")) {
                if (!Values.isBoolean(value)) {
                    throw new IllegalArgumentException("'" + word + "': write true or false");
                }
                symmetrical = Values.isTrue(value);
                second.remove(word);
            }
        }
        String firstId = member(configuration, first);
        String secondId = member(configuration, second);
        return new Constraint.Order(
                "order-" + firstId + "-" + secondId,
                firstId,
                first.size() > 1 ? first.get(0) : "start",
                secondId,
                second.size() > 1 ? second.get(0) : "start",
                kind,
                symmetrical);
    }

    private static OrderKind kind(String value) {
        for (OrderKind kind : OrderKind.values()) {
            if (kind.name().equalsIgnoreCase(value)) {
                return kind;
            }
        }
        throw new UnknownName("no kind of order '" + value + "'", value, List.of("Mandatory", "Optional", "Serialize"));
    }

    /** {@code [ACTION] R}: answers R. */
    private static String member(Configuration configuration, List<String> words) {
        if (words.isEmpty() || words.size() > 2) {
            throw new IllegalArgumentException("'" + String.join(" ", words) + "': write [ACTION] RESOURCE");
        }
        if (words.size() == 2 && !ACTIONS.contains(words.get(0))) {
            throw new UnknownName("no action '" + words.get(0) + "' in an order", words.get(0), ACTIONS);
        }
        return resource(configuration, words.get(words.size() - 1));
    }
}
