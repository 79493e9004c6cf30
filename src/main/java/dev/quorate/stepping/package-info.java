/**
 * A run that a person drives: event by event, to a time, back, with faults put in by hand.
 *
 * <p>It prints nothing and reads no terminal; {@code cli} does. Start reading at {@link dev.quorate.stepping.Session}.
 */
@NullMarked
package dev.quorate.stepping;

import org.jspecify.annotations.NullMarked;
