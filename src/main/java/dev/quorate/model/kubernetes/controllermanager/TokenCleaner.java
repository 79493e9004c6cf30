package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.BootstrapToken;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.api.Secret;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes bootstrap tokens that have expired by its own wall clock (pkg/controller/bootstrap/tokencleaner.go). Off unless
 * {@code --controllers} names it (S10). A deletion names the uid: the second of two finds nothing left.
 */
public final class TokenCleaner extends QueuedController {

    private @Nullable Informer<Secret> secrets;

    public TokenCleaner() {
        super("tokencleaner", 1);
    }

    @Override
    void prepare(ControllerContext context, Effects effects) {
        secrets = context.informers()
                .informer(Resource.SECRETS, "kube-system", Secret.class)
                .handle((change, before, secret, later) -> {
                    if (change != Change.DELETED && secret.type().equals(BootstrapToken.TYPE)) {
                        enqueue(secret.key().path(), later);
                    }
                });
    }

    @Override
    void sync(String key, WorkQueue.Done done, Effects effects) {
        Secret secret = secrets == null ? null : secrets.find(key);
        Optional<SimTime> expiration =
                secret == null ? Optional.empty() : BootstrapToken.of(secret).flatMap(BootstrapToken::expiration);
        if (secret == null || expiration.isEmpty()) {
            done.on(false, effects);
            return;
        }
        Duration left = expiration.get().since(effects.wall());
        if (left.isNegative() || left.isZero()) {
            call(
                    id -> new ApiRequest.Delete(
                            id, secret.key(), secret.metadata().uid(), false, Duration.ZERO),
                    (response, later) -> done.on(!response.isSuccess() && !response.isNotFound(), later),
                    effects);
        } else {
            enqueueAfter(key, left, effects);
            done.on(false, effects);
        }
    }
}
