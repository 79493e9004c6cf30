package dev.quorate.scenario.fault;

import dev.quorate.model.Settings;
import dev.quorate.trace.TraceEvent;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kinds of trace events by their names in scenario files: {@code FenceConfirmed} is {@code fence-confirmed}. */
public final class EventKinds {

    private static final SortedMap<String, Class<?>> KINDS = new TreeMap<>();
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return kebab(type.getSimpleName());
        }
    };

    static {
        collect(TraceEvent.class, KINDS);
    }

    private EventKinds() {}

    /** Every kind's name. */
    public static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /** What a condition may ask of a kind: {@code host}, {@code component} and the event's own components. */
    public static List<String> fieldsOf(String kind) {
        List<String> fields = new ArrayList<>(List.of("host", "component"));
        Class<?> type = KINDS.get(kind);
        if (type != null) {
            for (RecordComponent component : type.getRecordComponents()) {
                fields.add(Settings.kebab(component.getName()));
            }
        }
        return fields;
    }

    static String nameOf(TraceEvent event) {
        return NAMES.get(event.getClass());
    }

    static String read(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return String.valueOf(component.getAccessor().invoke(record));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static void collect(Class<?> type, Map<String, Class<?>> kinds) {
        if (type.isRecord()) {
            kinds.put(kebab(type.getSimpleName()), type);
        }
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, kinds);
            }
        }
    }

    private static String kebab(String name) {
        return Settings.kebab(Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }
}
