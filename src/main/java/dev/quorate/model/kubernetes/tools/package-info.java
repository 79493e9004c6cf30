/**
 * An operator's and an observer's clients: kubectl and the prober.
 *
 * <p>Start reading at {@link dev.quorate.model.kubernetes.tools.Kubectl}.
 */
@NullMarked
package dev.quorate.model.kubernetes.tools;

import org.jspecify.annotations.NullMarked;
