/**
 * Hosts and the processes on them: power, boot, clocks, disks, kernels, and the generic actor that hosts a machine.
 *
 * <p>Knows the contract of {@code model}, not any protocol. Start reading at {@link
 * dev.quorate.simulation.host.SimHost} and {@link dev.quorate.simulation.host.HostedProcess}.
 */
@NullMarked
package dev.quorate.simulation.host;

import org.jspecify.annotations.NullMarked;
