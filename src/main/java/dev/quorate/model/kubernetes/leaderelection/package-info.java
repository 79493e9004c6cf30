/**
 * client-go's leader election on a Lease.
 *
 * <p>A component inside a machine: kube-scheduler, kube-controller-manager or a user's own. Start reading at {@link
 * dev.quorate.model.kubernetes.leaderelection.LeaderElector}. It knows nothing of what its leader does.
 */
@NullMarked
package dev.quorate.model.kubernetes.leaderelection;

import org.jspecify.annotations.NullMarked;
