/**
 * A study's runs done by workers on other machines, over a Pekko Cluster: Artery, Jackson serialization only.
 *
 * <p>Start reading at {@link dev.quorate.experiment.distributed.Wire}, which is all that is said between machines; then
 * {@link dev.quorate.experiment.distributed.Coordinator} and {@link dev.quorate.experiment.distributed.Hand}. It models
 * nothing: Pekko Cluster runs campaigns here, it does not stand for Corosync. A result never depends on who computed it.
 */
@NullMarked
package dev.quorate.experiment.distributed;

import org.jspecify.annotations.NullMarked;
