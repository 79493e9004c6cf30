/**
 * The waist of the house: what happened in a run, as past-tense facts with their causes.
 *
 * <p>The simulation writes a trace; verdicts, metrics, reports and explanations read one and know nothing of what
 * wrote it. Start reading at {@link dev.quorate.trace.TraceRecord} and {@link dev.quorate.trace.TraceEvent}.
 */
@NullMarked
package dev.quorate.trace;

import org.jspecify.annotations.NullMarked;
