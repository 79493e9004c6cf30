/**
 * kube-scheduler: leader election around a scheduling loop.
 *
 * <p>Start reading at {@link dev.quorate.model.kubernetes.scheduler.KubeScheduler}.
 */
@NullMarked
package dev.quorate.model.kubernetes.scheduler;

import org.jspecify.annotations.NullMarked;
