/**
 * systemd as PID 1 of a host: it reads unit files, starts what is enabled, restarts what fails, gives up at the limit.
 *
 * <p>Knows units and their processes, not what they do. Start reading at {@link
 * dev.quorate.model.host.systemd.SystemdIpc} for what its clients see, {@link
 * dev.quorate.model.host.systemd.UnitFile} for what it reads.
 */
@NullMarked
package dev.quorate.model.host.systemd;

import org.jspecify.annotations.NullMarked;
