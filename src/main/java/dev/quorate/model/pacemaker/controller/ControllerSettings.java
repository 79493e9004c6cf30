package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.pacemaker.PacemakerSettings;
import java.time.Duration;

/**
 * What a controller is started with.
 *
 * @param settings the cluster's
 * @param dcDeadtime how long it waits for a DC at the start; less than the setting when the cluster starts warm
 */
public record ControllerSettings(PacemakerSettings settings, Duration dcDeadtime) {

    public static ControllerSettings of(PacemakerSettings settings) {
        return new ControllerSettings(settings, settings.dcDeadtime());
    }
}
