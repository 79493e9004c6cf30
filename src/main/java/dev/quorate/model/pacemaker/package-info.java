/**
 * Pacemaker: its daemons as machines, one process each, as on a real host.
 *
 * <p>{@code pacemakerd} starts and restarts the others; {@code pacemaker-based} replicates the CIB, {@code
 * pacemaker-controld} elects the DC and runs transitions, {@code pacemaker-execd} runs resource agents, {@code
 * pacemaker-fenced} fences. They reach other hosts through Corosync's process groups alone. Must not know {@code
 * kubernetes}. Start reading at {@link dev.quorate.model.pacemaker.PacemakerSettings}.
 */
@NullMarked
package dev.quorate.model.pacemaker;

import org.jspecify.annotations.NullMarked;
