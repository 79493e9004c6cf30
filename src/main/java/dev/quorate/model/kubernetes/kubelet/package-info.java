/**
 * kubelet: registers its node, renews the node's lease, posts its status, runs and stops the pods bound to it.
 *
 * <p>Knows the API only. Start reading at {@link dev.quorate.model.kubernetes.kubelet.Kubelet}.
 */
@NullMarked
package dev.quorate.model.kubernetes.kubelet;

import org.jspecify.annotations.NullMarked;
