/**
 * The vocabulary of faults and operator errors: one record each, and what triggers it.
 *
 * <p>It must not know actors or the event queue. Start reading at {@link dev.quorate.scenario.fault.Fault}, then {@link
 * dev.quorate.scenario.fault.FaultTarget} (what a fault may do) and {@link
 * dev.quorate.scenario.fault.TimelinePlayer} (what decides when).
 */
@NullMarked
package dev.quorate.scenario.fault;

import org.jspecify.annotations.NullMarked;
