/**
 * kube-controller-manager: leader election around controllers that start in random order.
 *
 * <p>Start reading at {@link dev.quorate.model.kubernetes.controllermanager.KubeControllerManager}; a controller is a
 * {@link dev.quorate.model.kubernetes.controllermanager.Controller}.
 */
@NullMarked
package dev.quorate.model.kubernetes.controllermanager;

import org.jspecify.annotations.NullMarked;
