/**
 * The command line: picocli commands and exit codes, the only place that prints or exits.
 *
 * <p>Start reading at {@link dev.quorate.cli.Main}.
 */
@NullMarked
package dev.quorate.cli;

import org.jspecify.annotations.NullMarked;
