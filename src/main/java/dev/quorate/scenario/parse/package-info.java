/**
 * Scenario files: HOCON in, {@link dev.quorate.scenario.Scenario} out, with every problem's file, line and column; and
 * back.
 *
 * <p>The only package that knows HOCON. It runs nothing. Start reading at {@link
 * dev.quorate.scenario.parse.ScenarioParser}, then {@link dev.quorate.scenario.parse.ScenarioWriter}.
 */
@NullMarked
package dev.quorate.scenario.parse;

import org.jspecify.annotations.NullMarked;
