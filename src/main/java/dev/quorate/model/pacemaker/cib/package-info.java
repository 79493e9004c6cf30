/**
 * The Cluster Information Base as immutable records: configuration (options, nodes, resources, constraints) and status
 * (what each node is and what its executor did).
 *
 * <p>Knows neither XML nor the scheduler. Each change makes a new record that shares the rest, so that a controller may
 * keep the CIB of an earlier instant. Start reading at {@link dev.quorate.model.pacemaker.cib.Cib}.
 */
@NullMarked
package dev.quorate.model.pacemaker.cib;

import org.jspecify.annotations.NullMarked;
