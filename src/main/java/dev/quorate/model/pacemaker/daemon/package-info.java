/**
 * {@code pacemakerd}, which starts and restarts the other daemons, and how all of them are made.
 *
 * <p>Start reading at {@link dev.quorate.model.pacemaker.daemon.PacemakerProcesses}: it maps each kind of process to
 * its machine.
 */
@NullMarked
package dev.quorate.model.pacemaker.daemon;

import org.jspecify.annotations.NullMarked;
