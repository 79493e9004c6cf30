/**
 * Objects of the Kubernetes API and the requests and answers that travel on a connection to an apiserver.
 *
 * <p>Plain immutable records; knows neither server nor client. Start reading at {@link
 * dev.quorate.model.kubernetes.api.ApiRequest}.
 */
@NullMarked
package dev.quorate.model.kubernetes.api;

import org.jspecify.annotations.NullMarked;
