/**
 * {@code pacemaker-controld}: membership, the election of the DC, the join, and the transition engine.
 *
 * <p>The policy engine is called as a function of the CIB; agents run in the executor, fencing in the fencer. Start
 * reading at {@link dev.quorate.model.pacemaker.controller.Controld}.
 */
@NullMarked
package dev.quorate.model.pacemaker.controller;

import org.jspecify.annotations.NullMarked;
