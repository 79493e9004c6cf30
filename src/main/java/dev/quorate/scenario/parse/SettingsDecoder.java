package dev.quorate.scenario.parse;

import com.typesafe.config.ConfigOrigin;
import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.SortedMap;

/** Decodes settings records from objects, with another record for what is left out. */
final class SettingsDecoder {

    private final SortedMap<String, String> origins;

    /**
     * @param origins path to where its value comes from, filled while decoding
     */
    SettingsDecoder(SortedMap<String, String> origins) {
        this.origins = origins;
    }

    /** The base record with what the object gives put in its place. */
    <R extends Record> R decode(Class<R> type, R base, ObjectReader reader) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i], read(components[i], base), reader);
        }
        reader.rejectUnknown("setting");
        try {
            return Settings.create(type, values);
        } catch (IllegalArgumentException e) {
            reader.problems().add(reader.origin(), lastName(reader.path()), reader.path() + ": " + e.getMessage());
            return base;
        }
    }

    private Object value(RecordComponent component, Object base, ObjectReader reader) {
        String name = Settings.nameOf(component);
        if (!component.isAnnotationPresent(Setting.class)) {
            return nested(component.getType(), base, name, reader);
        }
        if (!reader.has(name)) {
            reader.expectKnown(List.of(name));
            return base;
        }
        ConfigOrigin origin = reader.originOf(name);
        origins.put(reader.path(name), origin.description());
        if (component.getGenericType() instanceof ParameterizedType) {
            return reader.texts(name).<Object>map(List::copyOf).orElse(base);
        }
        return reader.parsed(name, component.getGenericType()).orElse(base);
    }

    private Object nested(Class<?> type, Object base, String name, ObjectReader reader) {
        return reader.object(name)
                .<Object>map(inner -> decodeAny(type.asSubclass(Record.class), base, inner))
                .orElse(base);
    }

    private <R extends Record> R decodeAny(Class<R> type, Object base, ObjectReader reader) {
        return decode(type, type.cast(base), reader);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    static Object read(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
