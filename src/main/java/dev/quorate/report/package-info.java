/**
 * What a person looks at: the verdict block and lanes, the timeline, charts, the one-file report, and why.
 *
 * <p>Everything is made from a trace and its outcome; nothing here runs a simulation or knows {@code model}. Start
 * reading at {@link dev.quorate.report.RunReport}; {@link dev.quorate.report.Lanes} is what every picture is drawn from.
 */
@NullMarked
package dev.quorate.report;

import org.jspecify.annotations.NullMarked;
