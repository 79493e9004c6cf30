/**
 * Real Pekko actors on virtual time: one thread drives an actor system through its scheduler and its executor.
 *
 * <p>Knows nothing of clusters. Start reading at {@link dev.quorate.simulation.engine.DrivenSystem}, then {@link
 * dev.quorate.simulation.engine.Driver}.
 */
@NullMarked
package dev.quorate.simulation.engine;

import org.jspecify.annotations.NullMarked;
