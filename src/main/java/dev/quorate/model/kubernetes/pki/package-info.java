/**
 * Certificates, kubeconfigs and the TLS handshake, as far as they decide who may talk to whom.
 *
 * <p>Knows no API object. Start reading at {@link dev.quorate.model.kubernetes.pki.Kubeconfig} and {@link
 * dev.quorate.model.kubernetes.pki.Certificate#verifyServer}.
 */
@NullMarked
package dev.quorate.model.kubernetes.pki;

import org.jspecify.annotations.NullMarked;
