/**
 * What a scenario file says: the cluster, the faults with their triggers, and what is expected.
 *
 * <p>HOCON stays in {@code scenario.parse}. It must not know who runs a scenario: a fault applies itself through {@link
 * dev.quorate.scenario.fault.FaultTarget}, which the simulation implements. Start reading at {@link
 * dev.quorate.scenario.Scenario} and {@link dev.quorate.scenario.fault.Fault}.
 */
@NullMarked
package dev.quorate.scenario;

import org.jspecify.annotations.NullMarked;
