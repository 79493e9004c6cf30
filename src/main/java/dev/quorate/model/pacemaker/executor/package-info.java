/**
 * {@code pacemaker-execd}: runs resource agents one at a time for each resource, and repeats monitors.
 *
 * <p>Knows neither the CIB nor other hosts. Start reading at {@link dev.quorate.model.pacemaker.executor.Execd}.
 */
@NullMarked
package dev.quorate.model.pacemaker.executor;

import org.jspecify.annotations.NullMarked;
