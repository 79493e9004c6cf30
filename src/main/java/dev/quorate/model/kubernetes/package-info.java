/**
 * The Kubernetes control plane: apiserver, leader election, controller manager, scheduler, kubelet, and their clients.
 *
 * <p>This root holds the settings under their flags' own names. It must not know Corosync or Pacemaker. Start reading
 * at {@code leaderelection.LeaderElector}, then {@code apiserver.KubeApiserver}.
 */
@NullMarked
package dev.quorate.model.kubernetes;

import org.jspecify.annotations.NullMarked;
