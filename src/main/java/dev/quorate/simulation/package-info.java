/**
 * Builds the world from a scenario and runs it: hosts, network, faults, trace.
 *
 * <p>It must not know any reader of the trace. Start reading at {@link dev.quorate.simulation.Simulation}; what stands on
 * each host is in {@code simulation.cluster}.
 */
@NullMarked
package dev.quorate.simulation;

import org.jspecify.annotations.NullMarked;
