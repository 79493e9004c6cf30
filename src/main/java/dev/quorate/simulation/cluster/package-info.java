/**
 * What stands on each host of a cluster: units, files, devices; and which machine each kind of process is.
 *
 * <p>The one place where the models meet. Start reading at {@link dev.quorate.simulation.cluster.ClusterBlueprint} and
 * {@link dev.quorate.simulation.cluster.StandardMachines}.
 */
@NullMarked
package dev.quorate.simulation.cluster;

import org.jspecify.annotations.NullMarked;
