/**
 * The registry that maps each kind of process to the factory of its machine.
 *
 * <p>Knows no kind itself. Start reading at {@link dev.quorate.simulation.machines.MachineRegistry}.
 */
@NullMarked
package dev.quorate.simulation.machines;

import org.jspecify.annotations.NullMarked;
