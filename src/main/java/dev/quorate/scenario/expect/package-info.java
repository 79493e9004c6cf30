/**
 * What a scenario expects of a run: names of rules and metrics with the outcome that is wanted.
 *
 * <p>It judges nothing: verdicts and metrics do. Start reading at {@link dev.quorate.scenario.expect.Expectation}.
 */
@NullMarked
package dev.quorate.scenario.expect;

import org.jspecify.annotations.NullMarked;
