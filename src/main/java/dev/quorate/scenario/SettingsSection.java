package dev.quorate.scenario;

import dev.quorate.model.net.NetworkSettings;
import java.util.List;

/**
 * One component's settings in a scenario file.
 *
 * @param path where it stands below {@code cluster}: {@code corosync}
 * @param type the record that holds it
 */
public record SettingsSection(String path, Class<? extends Record> type) {

    /** Every section there is, in the order of documentation. */
    public static final List<SettingsSection> ALL = List.of(new SettingsSection("network", NetworkSettings.class));

    /** The section that a record type belongs to. */
    public static SettingsSection of(Class<? extends Record> type) {
        for (SettingsSection section : ALL) {
            if (section.type.equals(type)) {
                return section;
            }
        }
        throw new IllegalArgumentException(type + " is no section of a cluster's settings");
    }
}
