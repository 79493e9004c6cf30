/**
 * What is simulated: plain state machines without actor, clock or I/O.
 *
 * <p>Inputs (start, message, timer, persisted) go in, effects (send, set a timer, persist, record) come out. This root
 * package holds that contract: start reading at {@link dev.quorate.model.Machine} and {@link
 * dev.quorate.model.Effects}. It must not know {@code simulation}, {@code scenario} or any reader of the trace.
 */
@NullMarked
package dev.quorate.model;

import org.jspecify.annotations.NullMarked;
