/**
 * Writes the trace while a run goes on, and keeps what makes causes: the input being handled, and who is silent.
 *
 * <p>Knows no host and no network. Start reading at {@link dev.quorate.simulation.recording.Recorder}.
 */
@NullMarked
package dev.quorate.simulation.recording;

import org.jspecify.annotations.NullMarked;
