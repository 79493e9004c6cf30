/**
 * What must hold in every run, one class a rule, each a fold over the trace that is fed online.
 *
 * <p>Start reading at {@link dev.quorate.verdict.Verdict} and {@link dev.quorate.verdict.Verdicts}. It must not know
 * {@code model} or {@code simulation}: a rule judges what was recorded, whoever wrote it.
 */
@NullMarked
package dev.quorate.verdict;

import org.jspecify.annotations.NullMarked;
