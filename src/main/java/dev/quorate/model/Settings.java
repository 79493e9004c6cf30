package dev.quorate.model;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings records and their defaults.
 *
 * <p>A component is a {@link Duration}, {@code int}, {@code long}, {@code double}, {@code boolean}, {@link String}, an
 * enum (kebab case of its constants), a {@code List<String>}, or another settings record.
 */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(us|ms|s|m|min|h|d)");

    private Settings() {}

    /** The record with every component at its default. */
    public static <R extends Record> R defaults(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = defaultOf(components[i]);
        }
        return create(type, values);
    }

    /**
     * The record with some of its own components (not those of records within) replaced by a process's arguments.
     *
     * @param arguments names as in a scenario file; names that are no component here are left alone
     */
    @SuppressWarnings("unchecked")
    public static <R extends Record> R with(R settings, Map<String, String> arguments) {
        RecordComponent[] components = settings.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String given = arguments.get(nameOf(components[i]));
            try {
                java.lang.reflect.Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                values[i] = given == null ? accessor.invoke(settings) : parse(components[i].getGenericType(), given);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + components[i], e);
            }
        }
        return create((Class<R>) settings.getClass(), values);
    }

    /** The record made of these component values, in order. */
    public static <R extends Record> R create(Class<R> type, Object[] values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("cannot make " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    /** The name under which a component stands in a scenario file. */
    public static String nameOf(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        return setting != null && !setting.name().isEmpty() ? setting.name() : kebab(component.getName());
    }

    /** The default of a component. */
    public static Object defaultOf(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting != null) {
            return parse(component.getGenericType(), setting.value());
        }
        if (component.getType().isRecord()) {
            return defaults(component.getType().asSubclass(Record.class));
        }
        throw new IllegalStateException("no @Setting on " + component);
    }

    /**
     * Read a value as a scenario file spells it.
     *
     * @throws IllegalArgumentException when the text is no such value; the message says what would do
     */
    public static Object parse(Type type, String text) {
        String trimmed = text.trim();
        if (type == Duration.class) {
            return duration(trimmed);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(trimmed);
        }
        if (type == String.class) {
            return trimmed;
        }
        if (type == int.class || type == long.class || type == double.class) {
            return number(type, trimmed);
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return constant(c, trimmed);
        }
        if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
            List<String> items = new ArrayList<>();
            for (String item : trimmed.split(",")) {
                if (!item.isBlank()) {
                    items.add(item.trim());
                }
            }
            return List.copyOf(items);
        }
        throw new IllegalStateException("no such type of setting: " + type);
    }

    /** An enum constant's or component's name in kebab case: {@code noQuorumPolicy}, {@code STOP_START}. */
    public static String kebab(String name) {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT).replace('_', '-');
        }
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                kebab.append('-').append(Character.toLowerCase(c));
            } else {
                kebab.append(c);
            }
        }
        return kebab.toString();
    }

    private static Object number(Type type, String text) {
        try {
            if (type == int.class) {
                return Integer.valueOf(text);
            }
            return type == long.class ? Long.valueOf(text) : (Object) Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a " + (type == double.class ? "number" : "whole number"), e);
        }
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true", "yes", "on", "1" -> Boolean.TRUE;
            case "false", "no", "off", "0" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        List<String> known = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = kebab(((Enum<?>) constant).name());
            if (name.equals(text) || name.replace('-', '_').equals(text)) {
                return constant;
            }
            known.add(name);
        }
        throw new IllegalArgumentException("'" + text + "' is not one of " + String.join(", ", known));
    }

    private static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time; write a number with its unit, as 30s, 250ms or 2m");
        }
        double unitMicros = switch (matcher.group(2)) {
            case "us" -> 1;
            case "ms" -> 1e3;
            case "s" -> 1e6;
            case "m", "min" -> 60e6;
            case "h" -> 3_600e6;
            default -> 86_400e6;
        };
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unitMicros) * 1_000L);
    }
}
