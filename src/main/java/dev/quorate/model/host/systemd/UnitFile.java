package dev.quorate.model.host.systemd;

import dev.quorate.model.ProcessSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service's unit file, the part of systemd.unit(5), systemd.service(5) and systemd.exec(5) that matters here.
 *
 * <p>It lies as an object at {@link #path()}. Options that are not given have systemd's defaults: {@code
 * UnitFile.of("etcd.service", spec).restart(Restart.ON_FAILURE)}.
 *
 * @param name in full, {@code etcd.service}
 * @param description Description=
 * @param execStart ExecStart=: the process, named as the unit without {@code .service} mostly
 * @param type Type=
 * @param after After=: order only
 * @param requires Requires=: started too, and stopped when one of them is stopped
 * @param wants Wants=: started too, whatever comes of it
 * @param restart Restart=
 * @param restartSec RestartSec=, or the manager's default
 * @param startLimitIntervalSec StartLimitIntervalSec=, or the manager's default; zero for no limit
 * @param startLimitBurst StartLimitBurst=, or the manager's default
 * @param timeoutStopSec TimeoutStopSec=, or the manager's default
 * @param environmentFile EnvironmentFile=: path of an {@link EnvironmentFile}, with a leading {@code -} when it may be
 *     missing
 * @param limitNofile LimitNOFILE=, or 0 for the default; kept for the record, open files are not counted
 * @param wantedBy WantedBy=: targets that {@code enable} puts it under
 */
public record UnitFile(
        String name,
        String description,
        ProcessSpec execStart,
        Type type,
        List<String> after,
        List<String> requires,
        List<String> wants,
        Restart restart,
        Optional<Duration> restartSec,
        Optional<Duration> startLimitIntervalSec,
        Optional<Integer> startLimitBurst,
        Optional<Duration> timeoutStopSec,
        Optional<String> environmentFile,
        int limitNofile,
        List<String> wantedBy) {

    /** Where unit files of the administrator lie. */
    public static final String FOLDER = "/etc/systemd/system/";

    /** Where an enabled unit has its link. */
    public static final String WANTS_FOLDER = FOLDER + "multi-user.target.wants/";

    /** When a service counts as started. */
    public enum Type {
        /** As soon as it is forked. */
        SIMPLE,
        /** When its main process says so: {@link SystemdIpc.ReadyNotification}. */
        NOTIFY
    }

    /** After which ends a service is started again. */
    public enum Restart {
        NO,
        /** Exit code other than 0, a signal other than HUP, INT, TERM, PIPE, or a timeout. */
        ON_FAILURE,
        ALWAYS
    }

    public UnitFile {
        if (!name.endsWith(".service")) {
            throw new IllegalArgumentException("a unit's name ends in .service, was " + name);
        }
        after = List.copyOf(after);
        requires = List.copyOf(requires);
        wants = List.copyOf(wants);
        wantedBy = List.copyOf(wantedBy);
    }

    /** A simple service of multi-user.target with systemd's defaults. */
    public static UnitFile of(String name, ProcessSpec execStart) {
        return new UnitFile(
                name,
                name,
                execStart,
                Type.SIMPLE,
                List.of(),
                List.of(),
                List.of(),
                Restart.NO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                List.of("multi-user.target"));
    }

    /** Where the unit file of that name lies. */
    public static String path(String unit) {
        return FOLDER + unit;
    }

    /** Where this unit file lies. */
    public String path() {
        return path(name);
    }

    public UnitFile description(String value) {
        return new UnitFile(
                name,
                value,
                execStart,
                type,
                after,
                requires,
                wants,
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile execStart(ProcessSpec value) {
        return new UnitFile(
                name,
                description,
                value,
                type,
                after,
                requires,
                wants,
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile type(Type value) {
        return new UnitFile(
                name,
                description,
                execStart,
                value,
                after,
                requires,
                wants,
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile after(String... units) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                List.of(units),
                requires,
                wants,
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile requires(String... units) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                after,
                List.of(units),
                wants,
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile wants(String... units) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                after,
                requires,
                List.of(units),
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile restart(Restart value) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                after,
                requires,
                wants,
                value,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile restartSec(Duration value) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                after,
                requires,
                wants,
                restart,
                Optional.of(value),
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile startLimit(Duration interval, int burst) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                after,
                requires,
                wants,
                restart,
                restartSec,
                Optional.of(interval),
                Optional.of(burst),
                timeoutStopSec,
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile timeoutStopSec(Duration value) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                after,
                requires,
                wants,
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                Optional.of(value),
                environmentFile,
                limitNofile,
                wantedBy);
    }

    public UnitFile environmentFile(String path) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                after,
                requires,
                wants,
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                Optional.of(path),
                limitNofile,
                wantedBy);
    }

    public UnitFile limitNofile(int value) {
        return new UnitFile(
                name,
                description,
                execStart,
                type,
                after,
                requires,
                wants,
                restart,
                restartSec,
                startLimitIntervalSec,
                startLimitBurst,
                timeoutStopSec,
                environmentFile,
                value,
                wantedBy);
    }
}
