package dev.quorate.cli;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import dev.quorate.scenario.SettingsSection;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A setting as {@code quorate list settings} shows it; made from the settings records themselves.
 *
 * @param path in a scenario file: {@code cluster.corosync.totem.token}
 * @param unit what its value is: {@code time}, {@code number}, {@code true or false}, or the words it takes
 * @param defaultText its default, as a scenario file spells it
 * @param meaning what it means
 * @param source where the default comes from
 */
record SettingEntry(String path, String unit, String defaultText, String meaning, String source) {

    /** Every setting there is. */
    static List<SettingEntry> all() {
        List<SettingEntry> found = new ArrayList<>();
        for (SettingsSection section : SettingsSection.ALL) {
            collect("cluster." + section.path(), section.type(), found);
        }
        return found;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", path);
        json.put("unit", unit);
        json.put("default", defaultText);
        json.put("meaning", meaning);
        json.put("source", source);
        return json;
    }

    private static void collect(String path, Class<?> type, List<SettingEntry> found) {
        for (RecordComponent component : type.getRecordComponents()) {
            String inner = path + "." + Settings.nameOf(component);
            Setting setting = component.getAnnotation(Setting.class);
            if (setting != null) {
                found.add(new SettingEntry(
                        inner, unit(component.getType()), setting.value(), setting.meaning(), setting.source()));
            } else if (component.getType().isRecord()) {
                collect(inner, component.getType(), found);
            }
        }
    }

    private static String unit(Class<?> type) {
        if (type == Duration.class) {
            return "time";
        }
        if (type == boolean.class) {
            return "true|false";
        }
        if (type.isEnum()) {
            List<String> words = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                words.add(Settings.kebab(((Enum<?>) constant).name()));
            }
            return String.join("|", words);
        }
        if (type == String.class) {
            return "text";
        }
        return type == List.class ? "list" : "number";
    }
}
