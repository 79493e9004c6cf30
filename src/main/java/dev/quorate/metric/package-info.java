/**
 * What a run is measured by: spans and counts folded from its trace, each with one definition.
 *
 * <p>Start reading at {@link dev.quorate.metric.Metric}, which defines them, and {@link dev.quorate.metric.Meter}, which
 * measures. It must not know {@code model}, {@code simulation} or {@code verdict}.
 */
@NullMarked
package dev.quorate.metric;

import org.jspecify.annotations.NullMarked;
