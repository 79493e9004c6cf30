/**
 * What a run came to, as plain records with their files, and the statistics on many.
 *
 * <p>Start reading at {@link dev.quorate.outcome.RunOutcome}. Nothing here holds wall time, host or threads: the same
 * scenario and seed give the same bytes. It must not know {@code model} or {@code simulation}.
 */
@NullMarked
package dev.quorate.outcome;

import org.jspecify.annotations.NullMarked;
