/**
 * client-go: a connection to an apiserver that many requests share, and informers on top of it.
 *
 * <p>Components that live inside a machine; start reading at {@link dev.quorate.model.kubernetes.client.ApiClient}.
 */
@NullMarked
package dev.quorate.model.kubernetes.client;

import org.jspecify.annotations.NullMarked;
