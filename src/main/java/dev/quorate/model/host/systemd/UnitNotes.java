package dev.quorate.model.host.systemd;

import dev.quorate.model.Effects;
import dev.quorate.model.host.systemd.Unit.ActiveState;
import dev.quorate.trace.EventId;
import dev.quorate.trace.HostEvent.UnitStateChanged;
import java.util.ArrayList;
import java.util.List;

/** Records the states of units, with the settings that brought them there. */
final class UnitNotes {

    private static final String PATH = "cluster.host.systemd.";

    private UnitNotes() {}

    static void note(Unit unit, ActiveState state, List<String> because, Effects effects) {
        note(unit, state, because, effects, List.of());
    }

    /** It is in that state now, because of these settings and events. */
    static void note(Unit unit, ActiveState state, List<String> because, Effects effects, List<EventId> why) {
        boolean same = unit.state == state && state == ActiveState.INACTIVE;
        unit.state = state;
        if (same) {
            return;
        }
        String result = unit.awaitsRestart() ? "auto-restart after " + unit.result : unit.result;
        UnitStateChanged event =
                new UnitStateChanged(unit.name, state.word(), result.equals(Unit.SUCCESS) ? "" : result);
        EventId[] causes = why.toArray(EventId[]::new);
        unit.lastChange =
                because.isEmpty() ? effects.record(event, causes) : effects.recordBecause(event, because, causes);
    }

    static List<String> stopSettings(Unit unit) {
        return unit.file.timeoutStopSec().isPresent() ? List.of() : List.of(PATH + "DefaultTimeoutStopSec");
    }

    static List<String> limitSettings(Unit unit, String result) {
        if (!result.equals("start-limit-hit")) {
            return List.of();
        }
        List<String> settings = new ArrayList<>();
        if (unit.file.startLimitBurst().isEmpty()) {
            settings.add(PATH + "DefaultStartLimitBurst");
        }
        if (unit.file.startLimitIntervalSec().isEmpty()) {
            settings.add(PATH + "DefaultStartLimitIntervalSec");
        }
        return settings;
    }
}
