/**
 * {@code pacemaker-fenced}: finds who can fence a target, asks it, retries, and tells everybody the result; fence
 * devices ({@code bmc}) and the self-fencing {@code sbd} with its watchdog live here too.
 *
 * <p>What a device reports and what it did are two things. Start reading at {@link
 * dev.quorate.model.pacemaker.fencer.Fenced}.
 */
@NullMarked
package dev.quorate.model.pacemaker.fencer;

import org.jspecify.annotations.NullMarked;
