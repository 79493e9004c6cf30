package dev.quorate.scenario.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.quorate.model.Settings;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads an object key by key, remembers which keys were read, and reports the others as unknown. */
final class ObjectReader {

    private final ConfigObject object;
    private final String path;
    private final Problems problems;
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * @param path where the object stands in the scenario, {@code cluster.corosync}; empty for the root
     */
    ObjectReader(ConfigObject object, String path, Problems problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    String path() {
        return path;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    ConfigOrigin origin() {
        return object.origin();
    }

    Problems problems() {
        return problems;
    }

    /** Keys in the order of the file, as far as lines tell. */
    List<String> keys() {
        List<String> keys = new ArrayList<>(object.keySet());
        keys.sort(Comparator.comparing(
                        (String key) -> Problems.place(originOf(key)).file())
                .thenComparingInt(key -> Problems.place(originOf(key)).line())
                .thenComparing(Comparator.naturalOrder()));
        return keys;
    }

    boolean has(String key) {
        return object.containsKey(key);
    }

    ConfigOrigin originOf(String key) {
        ConfigValue value = object.get(key);
        return value == null ? object.origin() : value.origin();
    }

    /** A key's value, whatever it is. */
    Optional<ConfigValue> value(String key) {
        known.add(key);
        return Optional.ofNullable(object.get(key));
    }

    /** A key's text; a problem when it is no text. */
    Optional<String> text(String key) {
        return value(key).flatMap(value -> textOf(value, path(key)));
    }

    /** A key's text as a value of a setting's type; a problem when it is none. */
    Optional<Object> parsed(String key, Type type) {
        Optional<ConfigValue> value = value(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return textOf(value.get(), path(key)).flatMap(text -> {
            try {
                return Optional.of(Settings.parse(type, text));
            } catch (IllegalArgumentException e) {
                problems.add(
                        value.get().origin(),
                        text,
                        path(key) + ": " + e.getMessage(),
                        type == Duration.class && text.matches("\\d+(\\.\\d+)?")
                                ? "did you mean '" + text + "s'?"
                                : "");
                return Optional.empty();
            }
        });
    }

    Optional<Duration> duration(String key) {
        return parsed(key, Duration.class).map(Duration.class::cast);
    }

    /** A key's object, read by a reader of its own. */
    Optional<ObjectReader> object(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof ConfigObject inner) {
                return Optional.of(new ObjectReader(inner, path(key), problems));
            }
            problems.add(value.origin(), key, path(key) + " must be an object, as " + key + " { ... }");
            return Optional.empty();
        });
    }

    /** A key's list; a problem when it is none. */
    Optional<ConfigList> list(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof ConfigList list) {
                return Optional.of(list);
            }
            problems.add(value.origin(), key, path(key) + " must be a list, as " + key + " = [ ... ]");
            return Optional.empty();
        });
    }

    /** A list of objects, each with a reader. */
    List<ObjectReader> objects(String key) {
        List<ObjectReader> readers = new ArrayList<>();
        list(key).ifPresent(list -> {
            for (int i = 0; i < list.size(); i++) {
                ConfigValue item = list.get(i);
                String place = path(key) + "[" + (i + 1) + "]";
                if (item instanceof ConfigObject inner) {
                    readers.add(new ObjectReader(inner, place, problems));
                } else {
                    problems.add(item.origin(), "", place + " must be an object, as { ... }");
                }
            }
        });
        return readers;
    }

    /** A list of texts, or one text with commas. */
    Optional<List<String>> texts(String key) {
        return value(key).map(value -> {
            List<String> texts = new ArrayList<>();
            if (value instanceof ConfigList list) {
                for (ConfigValue item : list) {
                    textOf(item, path(key)).ifPresent(texts::add);
                }
            } else {
                textOf(value, path(key)).ifPresent(text -> {
                    for (String item : text.split(",")) {
                        if (!item.isBlank()) {
                            texts.add(item.trim());
                        }
                    }
                });
            }
            return texts;
        });
    }

    /** A problem at a key. */
    void complain(String key, String message, String suggestion) {
        problems.add(originOf(key), key, message, suggestion);
    }

    /** A problem at a key's value. */
    void complainOfValue(String key, String message) {
        ConfigValue value = object.get(key);
        String token = value == null ? key : scalar(value).orElse(key);
        problems.add(originOf(key), token, message);
    }

    void expectKnown(Collection<String> keys) {
        known.addAll(keys);
    }

    /** Report every key that nobody asked for, by its path: {@code unknown setting 'cluster.etcd.versoin'}. */
    void rejectUnknown(String what) {
        unknown().forEach(key -> complainOfUnknown(key, "unknown " + what + " '" + path(key) + "'"));
    }

    /** The same by its key: {@code 'pause' takes no 'untl'}. */
    void rejectUnknownOf(String owner) {
        unknown().forEach(key -> complainOfUnknown(key, owner + " takes no '" + key + "'"));
    }

    private List<String> unknown() {
        return object.keySet().stream().filter(key -> !known.contains(key)).toList();
    }

    private void complainOfUnknown(String key, String message) {
        String suggestion = Suggestion.of(key, known);
        String listed = suggestion.isEmpty() && known.size() <= 12 ? "; it may be " + String.join(", ", known) : "";
        problems.add(originOf(key), key, message + listed, suggestion);
    }

    private Optional<String> textOf(ConfigValue value, String where) {
        Optional<String> text = scalar(value);
        if (text.isEmpty()) {
            problems.add(value.origin(), "", where + " must be a single value, not " + kindOf(value));
        }
        return text;
    }

    /** A text, number or boolean as it was written. */
    static Optional<String> scalar(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("v").getString("v"));
            default -> Optional.empty();
        };
    }

    private static String kindOf(ConfigValue value) {
        return value.valueType() == ConfigValueType.LIST
                ? "a list"
                : value.valueType() == ConfigValueType.OBJECT ? "an object" : "nothing";
    }
}
