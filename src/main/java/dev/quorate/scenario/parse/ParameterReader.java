package dev.quorate.scenario.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import dev.quorate.model.Settings;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.Share;
import dev.quorate.scenario.fault.Target;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the values of a fault's parameters, by the types of its record. */
final class ParameterReader {

    private final Problems problems;
    private final List<String> hosts;

    ParameterReader(Problems problems, Topology topology) {
        this.problems = problems;
        List<String> names = new ArrayList<>(topology.nodeNames());
        topology.fenceDevices().forEach(device -> names.add(device.name()));
        this.hosts = List.copyOf(names);
    }

    /** A parameter's value; a problem and nothing when it is not of the type. */
    Optional<Object> read(Type type, ConfigValue value, String where) {
        if (type instanceof ParameterizedType list) {
            return readList(list.getActualTypeArguments()[0], value, where);
        }
        Optional<String> text = ObjectReader.scalar(value);
        if (text.isEmpty()) {
            problems.add(value.origin(), where, where + " must be a single value");
            return Optional.empty();
        }
        try {
            Object parsed = parse(type, text.get());
            return parsed instanceof Target target && !isKnown(target, value) ? Optional.empty() : Optional.of(parsed);
        } catch (IllegalArgumentException e) {
            problems.add(
                    value.origin(),
                    text.get(),
                    where + ": " + e.getMessage(),
                    type == Duration.class && text.get().matches("\\d+(\\.\\d+)?")
                            ? "did you mean '" + text.get() + "s'?"
                            : "");
            return Optional.empty();
        }
    }

    /** A value as its text spells it. */
    static Object parse(Type type, String text) {
        if (type == Target.class) {
            return new Target(text);
        }
        if (type == Share.class) {
            return share(text);
        }
        if (type == Duration.class) {
            return SpreadReader.signed(text);
        }
        if (type instanceof ParameterizedType) {
            if (text.isEmpty()) {
                return List.of();
            }
            throw new IllegalStateException("a default of a list is the empty one, not " + text);
        }
        return Settings.parse(type, text);
    }

    static Share share(String text) {
        String trimmed = text.trim();
        try {
            if (trimmed.endsWith("%")) {
                return new Share(new java.math.BigDecimal(
                                trimmed.substring(0, trimmed.length() - 1).trim())
                        .movePointLeft(2)
                        .doubleValue());
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + trimmed + "' is not a share, as 10% is", e);
        }
        throw new IllegalArgumentException("'" + trimmed + "' is not a share, as 10% is");
    }

    private Optional<Object> readList(Type itemType, ConfigValue value, String where) {
        List<Object> items = new ArrayList<>();
        if (!(value instanceof ConfigList list)) {
            if (itemType instanceof ParameterizedType) {
                problems.add(value.origin(), where, where + " must be a list of lists, as [[a], [b, c]]");
                return Optional.empty();
            }
            return read(itemType, value, where).map(item -> {
                items.add(item);
                return items;
            });
        }
        boolean good = true;
        for (ConfigValue item : list) {
            Optional<Object> read = read(itemType, item, where);
            read.ifPresent(items::add);
            good &= read.isPresent();
        }
        return good ? Optional.of(items) : Optional.empty();
    }

    private boolean isKnown(Target target, ConfigValue value) {
        Optional<String> complaint = target.complaint();
        if (complaint.isPresent()) {
            problems.add(value.origin(), target.words(), complaint.get());
            return false;
        }
        if (!target.isSymbolic() && !hosts.contains(target.words())) {
            problems.add(
                    value.origin(),
                    target.words(),
                    "node '" + target + "' is not in the cluster (" + String.join(", ", hosts) + ")",
                    Suggestion.of(target.words(), hosts));
            return false;
        }
        return true;
    }
}
