package dev.quorate.model.host.systemd;

import dev.quorate.model.Message;

/**
 * What processes of a host say to process {@code systemd} and hear from it, over D-Bus ({@code
 * org.freedesktop.systemd1(5)}).
 *
 * <p>{@code request} is the caller's own number; the answer carries it. A unit is named in full, {@code
 * etcd.service}.
 */
public sealed interface SystemdIpc extends Message {

    /** Start a unit and what it requires; {@link JobDone} follows when it is started. */
    record StartUnit(long request, String unit) implements SystemdIpc {}

    /** Stop a unit and what requires it; {@link JobDone} follows when its process is gone. */
    record StopUnit(long request, String unit) implements SystemdIpc {}

    /** Stop and start a unit; {@link JobDone} follows when it is started again. */
    record RestartUnit(long request, String unit) implements SystemdIpc {}

    /** Let a unit start at boot; reloads unit files too, as {@code systemctl enable} does. {@link MethodReturn}. */
    record EnableUnit(long request, String unit) implements SystemdIpc {}

    /** Let a unit not start at boot; reloads unit files too. {@link MethodReturn}. */
    record DisableUnit(long request, String unit) implements SystemdIpc {}

    /** Read every unit file again; running processes are left alone. {@link MethodReturn}. */
    record DaemonReload(long request) implements SystemdIpc {}

    /** Forget a failure and the start counter; of all units when {@code unit} is empty. {@link MethodReturn}. */
    record ResetFailed(long request, String unit) implements SystemdIpc {}

    /** Ask for a unit's state; {@link UnitState} follows. */
    record UnitStatus(long request, String unit) implements SystemdIpc {}

    /** A unit's main process, of type notify, is ready ({@code sd_notify READY=1}). */
    record ReadyNotification() implements SystemdIpc {}

    /**
     * A job ended.
     *
     * @param job {@code start}, {@code stop}, {@code restart}
     * @param result {@code done}, {@code failed}, {@code timeout}, {@code dependency}, {@code canceled}, or {@code
     *     not-found} when there is no such unit file
     * @param unitResult the unit's Result= when the job failed: {@code exit-code}, {@code start-limit-hit}, ...
     */
    record JobDone(long request, String unit, String job, String result, String unitResult) implements SystemdIpc {

        public boolean isDone() {
            return result.equals("done");
        }
    }

    /** A call that needs no job was carried out; {@code error} is empty, or says why it was not. */
    record MethodReturn(long request, String error) implements SystemdIpc {}

    /**
     * A unit as {@code systemctl show} tells it.
     *
     * @param loadState {@code loaded} or {@code not-found}
     * @param activeState {@code active}, {@code activating}, {@code deactivating}, {@code inactive}, {@code failed}
     * @param subState {@code running}, {@code auto-restart}, {@code start}, {@code stop-sigterm}, {@code stop-sigkill},
     *     {@code dead}, {@code failed}
     * @param result {@code success}, {@code exit-code}, {@code signal}, {@code timeout}, {@code start-limit-hit}, {@code
     *     resources}
     * @param process the main process's name, or empty
     * @param enabled whether it starts at boot
     * @param needDaemonReload whether the unit file on disk is not the loaded one
     * @param restarts automatic restarts since it was last started by hand (NRestarts=)
     */
    record UnitState(
            long request,
            String unit,
            String loadState,
            String activeState,
            String subState,
            String result,
            String process,
            boolean enabled,
            boolean needDaemonReload,
            int restarts)
            implements SystemdIpc {

        public boolean isActive() {
            return activeState.equals("active");
        }
    }
}
