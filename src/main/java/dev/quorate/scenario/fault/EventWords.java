package dev.quorate.scenario.fault;

import dev.quorate.model.Settings;
import dev.quorate.trace.EventKinds;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trace events by their words in scenario files: {@code FenceConfirmed} is {@code fence-confirmed}. */
public final class EventWords {

    /** One kind of event: its word, and its fields by their words. */
    private record Words(String kind, Map<String, EventKinds.Field> fields) {}

    private static final ClassValue<Words> WORDS = new ClassValue<>() {
        @Override
        protected Words computeValue(Class<?> type) {
            return EventKinds.all().stream()
                    .filter(kind -> kind.type() == type)
                    .map(EventWords::wordsOf)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type + " is not a kind of event"));
        }
    };

    private static final Map<String, Words> BY_KIND = new TreeMap<>();

    static {
        for (EventKinds.Kind kind : EventKinds.all()) {
            Words words = WORDS.get(kind.type());
            BY_KIND.put(words.kind(), words);
        }
    }

    private EventWords() {}

    /** Every kind's word. */
    public static List<String> kinds() {
        return List.copyOf(BY_KIND.keySet());
    }

    /** What a condition may ask of a kind: {@code host}, {@code component} and the event's own fields. */
    public static List<String> fieldsOf(String kind) {
        List<String> fields = new ArrayList<>(List.of("host", "component"));
        Words words = BY_KIND.get(kind);
        if (words != null) {
            fields.addAll(words.fields().keySet());
        }
        return fields;
    }

    static String kindOf(TraceEvent event) {
        return WORDS.get(event.getClass()).kind();
    }

    /** What a record says in that field, as text; empty when it has no such field. */
    static String read(TraceRecord record, String field) {
        if (field.equals("host")) {
            return record.host();
        }
        if (field.equals("component")) {
            return record.component();
        }
        EventKinds.Field of = WORDS.get(record.event().getClass()).fields().get(field);
        return of == null ? "" : String.valueOf(of.of(record.event()));
    }

    private static Words wordsOf(EventKinds.Kind kind) {
        Map<String, EventKinds.Field> fields = new TreeMap<>();
        kind.fields().forEach(field -> fields.put(Settings.kebab(field.name()), field));
        String name = kind.name();
        return new Words(Settings.kebab(Character.toLowerCase(name.charAt(0)) + name.substring(1)), fields);
    }
}
