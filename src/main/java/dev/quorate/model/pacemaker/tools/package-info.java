/**
 * What an operator types: {@code pcs} and {@code crm_resource} as processes that exit with a code.
 *
 * <p>Start reading at {@link dev.quorate.model.pacemaker.tools.Pcs}; the words of its commands are read by {@link
 * dev.quorate.model.pacemaker.PcsCommands}.
 */
@NullMarked
package dev.quorate.model.pacemaker.tools;

import org.jspecify.annotations.NullMarked;
