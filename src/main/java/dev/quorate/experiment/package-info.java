/**
 * Runs of scenarios and what they come to: one replication, and on top of it campaigns, sweeps, comparisons, hunts.
 *
 * <p>May use threads and a clock for scheduling and progress, never in a result. Start reading at {@link
 * dev.quorate.experiment.Replication}.
 */
@NullMarked
package dev.quorate.experiment;

import org.jspecify.annotations.NullMarked;
