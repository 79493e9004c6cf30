/**
 * kube-apiserver: stateless over etcd, with watch cache, validation, health endpoints and TLS.
 *
 * <p>Start reading at {@link dev.quorate.model.kubernetes.apiserver.KubeApiserver}. It knows no controller.
 */
@NullMarked
package dev.quorate.model.kubernetes.apiserver;

import org.jspecify.annotations.NullMarked;
