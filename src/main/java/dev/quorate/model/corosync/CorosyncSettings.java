package dev.quorate.model.corosync;

import dev.quorate.model.Settings;
import dev.quorate.model.corosync.totem.TotemSettings;
import dev.quorate.model.corosync.votequorum.QuorumSettings;

/** corosync.conf without its nodelist ({@code cluster.corosync}). */
public record CorosyncSettings(TotemSettings totem, QuorumSettings quorum) {

    /** Every setting at its default. */
    public static CorosyncSettings defaults() {
        return Settings.defaults(CorosyncSettings.class);
    }
}
