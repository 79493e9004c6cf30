package dev.quorate.model.pacemaker;

import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Constraint.OrderKind;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code pcs constraint ...}: location, colocation, order, remove. */
final class PcsConstraintCommands {

    private PcsConstraintCommands() {}

    static Configuration edit(Configuration configuration, List<String> words) {
        String verb = words.get(0);
        if (verb.equals("remove") && words.size() == 2) {
            List<Constraint> kept = new ArrayList<>(configuration.constraints());
            if (!kept.removeIf(constraint -> constraint.id().equals(words.get(1)))) {
                throw new IllegalArgumentException("pcs constraint remove: no constraint '" + words.get(1) + "'");
            }
            return configuration.withConstraints(kept);
        }
        List<Constraint> changed = configuration.constraints();
        for (Constraint constraint : constraints(verb, words)) {
            changed = PcsCommands.with(changed, constraint);
        }
        return configuration.withConstraints(changed);
    }

    private static List<Constraint> constraints(String verb, List<String> words) {
        boolean location = verb.equals("location")
                && words.size() >= 4
                && List.of("prefers", "avoids").contains(words.get(2));
        boolean colocation = verb.equals("colocation")
                && words.size() >= 5
                && words.get(1).equals("add")
                && words.get(3).equals("with");
        if (location) {
            return locations(words);
        }
        if (colocation) {
            return List.of(colocation(words));
        }
        if (verb.equals("order") && words.contains("then")) {
            return List.of(order(words));
        }
        throw new IllegalArgumentException("constraint '" + String.join(" ", words)
                + "': write 'location R prefers|avoids NODE[=SCORE]', 'colocation add R with R [SCORE]',"
                + " 'order [ACTION] R then [ACTION] R [kind=KIND]' or 'remove ID'");
    }

    private static List<Constraint> locations(List<String> words) {
        boolean prefers = words.get(2).equals("prefers");
        List<Constraint> locations = new ArrayList<>();
        for (String word : words.subList(3, words.size())) {
            String[] parts = word.split("=", 2);
            int score = parts.length == 2 ? Values.score(parts[1]) : Values.INFINITY;
            String resource = words.get(1);
            String id = "location-" + resource + "-" + parts[0];
            locations.add(Constraint.Location.of(id, resource, parts[0], prefers ? score : -score));
        }
        return locations;
    }

    private static Constraint colocation(List<String> words) {
        int score = Values.INFINITY;
        for (String word : words.subList(5, words.size())) {
            score = Values.score(word.startsWith("score=") ? word.substring("score=".length()) : word);
        }
        String id = "colocation-" + words.get(2) + "-" + words.get(4);
        return new Constraint.Colocation(id, words.get(2), words.get(4), score);
    }

    private static Constraint order(List<String> words) {
        int then = words.indexOf("then");
        List<String> first = words.subList(1, then);
        List<String> second = new ArrayList<>(words.subList(then + 1, words.size()));
        OrderKind kind = OrderKind.MANDATORY;
        boolean symmetrical = true;
        for (String word : List.copyOf(second)) {
            if (word.startsWith("kind=")) {
                kind = OrderKind.valueOf(word.substring("kind=".length()).toUpperCase(Locale.ROOT));
                second.remove(word);
            } else if (word.startsWith("symmetrical=")) {
                symmetrical = Values.isTrue(word.substring("symmetrical=".length()));
                second.remove(word);
            }
        }
        String firstId = first.get(first.size() - 1);
        String secondId = second.get(second.size() - 1);
        return new Constraint.Order(
                "order-" + firstId + "-" + secondId,
                firstId,
                first.size() > 1 ? first.get(0) : "start",
                secondId,
                second.size() > 1 ? second.get(0) : "start",
                kind,
                symmetrical);
    }
}
