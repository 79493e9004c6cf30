/**
 * Pacemaker's policy engine: a pure function from a CIB to the transition that brings the cluster where it should be.
 *
 * <p>Knows nothing of time but the instant it is told, nothing of messages, executors or traces. True to the scheduler
 * library of Pacemaker 2.1.5 (lib/pengine, lib/pacemaker). Start reading at {@link
 * dev.quorate.model.pacemaker.scheduler.PolicyEngine}.
 */
@NullMarked
package dev.quorate.model.pacemaker.scheduler;

import org.jspecify.annotations.NullMarked;
