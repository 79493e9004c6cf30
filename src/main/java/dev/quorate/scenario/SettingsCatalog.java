package dev.quorate.scenario;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every setting there is, read from the settings records themselves. */
public final class SettingsCatalog {

    /**
     * One setting.
     *
     * @param path in a scenario file: {@code cluster.corosync.totem.token}
     * @param type what its value is: {@code time}, {@code whole number}, {@code true or false}, {@code stop, freeze, ...}
     * @param defaultText its default, as a scenario file spells it
     * @param meaning what it means
     * @param source where default and meaning come from
     */
    public record Entry(String path, String type, String defaultText, String meaning, String source) {}

    private SettingsCatalog() {}

    /** Every setting, section by section. */
    public static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (SettingsSection section : SettingsSection.ALL) {
            collect("cluster." + section.path(), section.type(), entries);
        }
        return entries;
    }

    /** The setting at a path. */
    public static Optional<Entry> find(String path) {
        return entries().stream().filter(entry -> entry.path().equals(path)).findFirst();
    }

    private static void collect(String path, Class<?> type, List<Entry> entries) {
        for (RecordComponent component : type.getRecordComponents()) {
            String own = path + "." + Settings.nameOf(component);
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                collect(own, component.getType(), entries);
            } else {
                entries.add(new Entry(
                        own, words(component.getGenericType()), setting.value(), setting.meaning(), setting.source()));
            }
        }
    }

    private static String words(Type type) {
        if (type == Duration.class) {
            return "time";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class) {
            return "whole number";
        }
        if (type == double.class) {
            return "number";
        }
        if (type instanceof ParameterizedType) {
            return "list";
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : c.getEnumConstants()) {
                names.add(Settings.kebab(((Enum<?>) constant).name()));
            }
            return String.join(" | ", names);
        }
        return "text";
    }
}
