/**
 * A run in the formats of other tools: Perfetto, Mermaid, CSV.
 *
 * <p>Each is made from a trace alone, like everything in {@code report}; nothing here draws or prints. Start reading at
 * {@link dev.quorate.report.export.PerfettoTrace}.
 */
@NullMarked
package dev.quorate.report.export;

import org.jspecify.annotations.NullMarked;
