package dev.quorate.model.host.systemd;

import dev.quorate.model.Effects;
import dev.quorate.model.ProcessSpec;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The units that the manager knows, by the definitions of boot or of the last daemon-reload, and how they depend. */
final class LoadedUnits {

    private final Map<String, Unit> units = new TreeMap<>();

    Collection<Unit> all() {
        return units.values();
    }

    @Nullable
    Unit find(String name) {
        return units.get(name);
    }

    /** The unit of that name, read from its file when nobody named it before. */
    Optional<Unit> load(String name, Effects effects) {
        Unit known = units.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Unit> loaded = read(name, effects).map(Unit::new);
        loaded.ifPresent(unit -> units.put(name, unit));
        return loaded;
    }

    private static Optional<UnitFile> read(String name, Effects effects) {
        return effects.kernel()
                .file(UnitFile.path(name))
                .filter(UnitFile.class::isInstance)
                .map(UnitFile.class::cast);
    }

    /** daemon-reload. */
    void reload(Effects effects) {
        for (Unit unit : List.copyOf(units.values())) {
            Optional<UnitFile> file = read(unit.name, effects);
            if (file.isPresent()) {
                unit.file = file.get();
                unit.found = true;
            } else if (unit.isDown() && unit.job == null) {
                units.remove(unit.name);
            } else {
                unit.fileIsGone();
            }
        }
    }

    /** Link it to multi-user.target; the complaint, or empty. */
    String enable(String name, Effects effects) {
        Optional<UnitFile> file = read(name, effects);
        if (file.isEmpty()) {
            return "Unit file " + name + " does not exist.";
        }
        if (!file.get().wantedBy().contains("multi-user.target")) {
            return "Unit " + name + " has no WantedBy=multi-user.target: nothing to enable.";
        }
        effects.kernel().writeFile(UnitFile.WANTS_FOLDER + name, UnitFile.path(name));
        reload(effects);
        return "";
    }

    /** Collect a unit and what it requires and wants; false when a required one does not exist. */
    boolean pullIn(String name, Set<Unit> transaction, Effects effects) {
        Optional<Unit> loaded = load(name, effects).filter(unit -> unit.found);
        if (loaded.isEmpty()) {
            return false;
        }
        Unit unit = loaded.get();
        if (!transaction.add(unit)) {
            return true;
        }
        for (String required : unit.file.requires()) {
            if (!pullIn(required, transaction, effects)) {
                return false;
            }
        }
        for (String wanted : unit.file.wants()) {
            Set<Unit> more = new LinkedHashSet<>(transaction);
            if (pullIn(wanted, more, effects)) {
                transaction.addAll(more);
            }
        }
        return true;
    }

    /** The units that require this one, and those that require them. */
    List<Unit> requirers(Unit required) {
        Set<Unit> found = new LinkedHashSet<>(List.of(required));
        for (int before = 0; before != found.size(); ) {
            before = found.size();
            for (Unit unit : units.values()) {
                if (List.copyOf(found).stream()
                        .anyMatch(f -> unit.file.requires().contains(f.name))) {
                    found.add(unit);
                }
            }
        }
        found.remove(required);
        return List.copyOf(found);
    }

    SystemdIpc.UnitState status(SystemdIpc.UnitStatus call, Effects effects) {
        String name = call.unit();
        Optional<Unit> loaded = load(name, effects);
        boolean enabled = effects.kernel().file(UnitFile.WANTS_FOLDER + name).isPresent();
        if (loaded.isEmpty()) {
            return new SystemdIpc.UnitState(
                    call.request(), name, "not-found", "inactive", "dead", Unit.SUCCESS, "", enabled, false, 0);
        }
        Unit unit = loaded.get();
        boolean stale = unit.found && !read(name, effects).equals(Optional.of(unit.file));
        return new SystemdIpc.UnitState(
                call.request(),
                name,
                unit.found ? "loaded" : "not-found",
                unit.state.word(),
                unit.subState.word(),
                unit.result,
                unit.process,
                enabled,
                stale,
                unit.restarts);
    }

    /** The process with the environment file's flags; empty when that file is missing and may not be. */
    static Optional<ProcessSpec> environment(Unit unit, Effects effects) {
        ProcessSpec spec = unit.file.execStart();
        if (unit.file.environmentFile().isEmpty()) {
            return Optional.of(spec);
        }
        String path = unit.file.environmentFile().get();
        boolean mayBeMissing = path.startsWith("-");
        Optional<Object> content = effects.kernel().file(mayBeMissing ? path.substring(1) : path);
        if (content.isPresent() && content.get() instanceof EnvironmentFile environment) {
            Map<String, String> arguments = new TreeMap<>(spec.arguments());
            arguments.putAll(environment.arguments());
            return Optional.of(new ProcessSpec(spec.name(), spec.kind(), arguments));
        }
        return mayBeMissing ? Optional.of(spec) : Optional.empty();
    }
}
