/**
 * Real configuration files turned into what Quorate simulates, each problem with its file and line.
 *
 * <p>Runs nothing. What a file holds beyond what is modelled is named, never silently dropped. Start reading at {@link
 * dev.quorate.importing.CibXml} for Pacemaker's CIB.
 */
@NullMarked
package dev.quorate.importing;

import org.jspecify.annotations.NullMarked;
