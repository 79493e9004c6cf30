package dev.quorate.scenario;

import dev.quorate.model.Settings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every component's settings, with what differs on single hosts.
 *
 * @param shared section path to its record; every section is there
 * @param perHost host to the sections that are other there, as whole records
 */
public record ClusterSettings(SortedMap<String, Record> shared, SortedMap<String, SortedMap<String, Record>> perHost) {

    public ClusterSettings {
        shared = Collections.unmodifiableSortedMap(new TreeMap<>(shared));
        TreeMap<String, SortedMap<String, Record>> hosts = new TreeMap<>();
        perHost.forEach((host, sections) -> {
            check(sections);
            if (!sections.isEmpty()) {
                hosts.put(host, Collections.unmodifiableSortedMap(new TreeMap<>(sections)));
            }
        });
        perHost = Collections.unmodifiableSortedMap(hosts);
        check(shared);
        for (SettingsSection section : SettingsSection.ALL) {
            if (!shared.containsKey(section.path())) {
                throw new IllegalArgumentException("section " + section.path() + " is missing");
            }
        }
    }

    /** The real software's defaults everywhere. */
    public static ClusterSettings defaults() {
        TreeMap<String, Record> shared = new TreeMap<>();
        for (SettingsSection section : SettingsSection.ALL) {
            shared.put(section.path(), Settings.defaults(section.type()));
        }
        return new ClusterSettings(shared, new TreeMap<>());
    }

    /** One component's settings: {@code of(CorosyncSettings.class)}. */
    public <R extends Record> R of(Class<R> type) {
        return as(type, shared);
    }

    /** One component's settings as they are on a host. */
    public <R extends Record> R of(Class<R> type, String host) {
        SortedMap<String, Record> own = perHost.getOrDefault(host, Collections.emptySortedMap());
        return as(type, own.containsKey(SettingsSection.of(type).path()) ? own : shared);
    }

    /** These settings with one section replaced everywhere but on hosts that have their own. */
    public ClusterSettings with(Record section) {
        TreeMap<String, Record> changed = new TreeMap<>(shared);
        changed.put(SettingsSection.of(section.getClass()).path(), section);
        return new ClusterSettings(changed, perHost);
    }

    /** These settings with one section replaced on one host. */
    public ClusterSettings with(String host, Record section) {
        TreeMap<String, SortedMap<String, Record>> hosts = new TreeMap<>(perHost);
        TreeMap<String, Record> sections = new TreeMap<>(hosts.getOrDefault(host, Collections.emptySortedMap()));
        sections.put(SettingsSection.of(section.getClass()).path(), section);
        hosts.put(host, sections);
        return new ClusterSettings(shared, hosts);
    }

    private static <R extends Record> R as(Class<R> type, SortedMap<String, Record> sections) {
        Record section = sections.get(SettingsSection.of(type).path());
        if (section == null) {
            throw new IllegalStateException("no section for " + type);
        }
        return type.cast(section);
    }

    private static void check(SortedMap<String, Record> sections) {
        sections.forEach((path, record) -> {
            if (!SettingsSection.of(record.getClass()).path().equals(path)) {
                throw new IllegalArgumentException(record.getClass() + " does not belong to section " + path);
            }
        });
    }
}
