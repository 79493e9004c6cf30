/**
 * Resource agents: IPaddr2, systemd units, health checks, a trivial service.
 *
 * <p>An agent is a short-lived program with a timeout; it answers in OCF's exit codes. It knows nothing of the
 * cluster. Start reading at {@link dev.quorate.model.pacemaker.agents.AgentRun}.
 */
@NullMarked
package dev.quorate.model.pacemaker.agents;

import org.jspecify.annotations.NullMarked;
