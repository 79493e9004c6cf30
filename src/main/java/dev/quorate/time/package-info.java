/**
 * Virtual time: instants, the event queue that orders everything by (time, sequence), and named random streams.
 *
 * <p>The ground floor: it knows nothing of clusters, actors or traces. No wall clock and no shared random source
 * exists here or above it up to {@code simulation}. Start reading at {@link dev.quorate.time.EventQueue}.
 */
@NullMarked
package dev.quorate.time;

import org.jspecify.annotations.NullMarked;
