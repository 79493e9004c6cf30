package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.api.Secret;
import dev.quorate.model.kubernetes.api.ServiceAccount;
import dev.quorate.model.kubernetes.client.Informer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives each service account a Secret with a token (pkg/controller/serviceaccount/tokens_controller.go), where
 * {@code --service-account-private-key-file} is set and the version is below 1.24: later ones make none by themselves.
 *
 * <p>It creates the Secret first and names it in the account then. Two that are active at once each create one; who comes
 * second with the account takes its own back.
 */
public final class TokensController extends QueuedController {

    private static final int SYNCS = 5; // --concurrent-serviceaccount-token-syncs
    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String NAME = "service-account.name";
    private static final String UID = "service-account.uid";

    /** Secrets of its own making, which its cache may not show yet. */
    private final TreeSet<String> made = new TreeSet<>();

    private boolean makes;
    private boolean withCa;
    private @Nullable Informer<ServiceAccount> accounts;
    private @Nullable Informer<Secret> secrets;

    public TokensController() {
        super("serviceaccount-token", SYNCS);
    }

    @Override
    void prepare(ControllerContext context, Effects effects) {
        KubeControllerManagerSettings settings = context.settings();
        makes = !settings.serviceAccountPrivateKeyFile().isEmpty() && settings.minorVersion() < 24;
        withCa = !settings.rootCaFile().isEmpty();
        if (!makes) {
            return;
        }
        accounts = context.informers()
                .informer(Resource.SERVICEACCOUNTS, "", ServiceAccount.class)
                .handle((change, before, account, later) ->
                        enqueue(account.key().path(), later));
        secrets = context.informers()
                .informer(Resource.SECRETS, "", Secret.class)
                .handle((change, before, secret, later) -> {
                    if (secret.type().equals(TYPE) && change != Change.MODIFIED) {
                        enqueue(
                                secret.metadata().namespace() + "/"
                                        + secret.data().getOrDefault(NAME, ""),
                                later);
                    }
                });
    }

    @Override
    void sync(String key, WorkQueue.Done done, Effects effects) {
        if (accounts == null || secrets == null) {
            done.on(false, effects);
            return;
        }
        ServiceAccount account = accounts.find(key);
        if (account == null) {
            deleteTokens(key, done, effects);
        } else if (account.metadata().isDeleting() || hasToken(account)) {
            done.on(false, effects);
        } else {
            create(account, done, effects);
        }
    }

    private boolean hasToken(ServiceAccount account) {
        for (String name : account.secrets()) {
            String path = account.metadata().namespace() + "/" + name;
            Secret known = secrets == null ? null : secrets.find(path);
            if (made.contains(path)) {
                return true;
            }
            if (known != null && isTokenOf(known, account)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTokenOf(Secret secret, ServiceAccount account) {
        return secret.type().equals(TYPE)
                && account.metadata().name().equals(secret.data().get(NAME))
                && account.metadata().uid().equals(secret.data().get(UID));
    }

    private void create(ServiceAccount account, WorkQueue.Done done, Effects effects) {
        String name = account.metadata().name();
        Map<String, String> data = new TreeMap<>();
        data.put(NAME, name);
        data.put(UID, account.metadata().uid());
        data.put("token", "token of " + account.key().path());
        if (withCa) {
            data.put("ca.crt", "the cluster's CA");
        }
        Secret secret = Secret.of(account.metadata().namespace(), name + "-token-", TYPE, data);
        call(
                id -> new ApiRequest.Create(id, secret, Duration.ZERO),
                (response, later) -> {
                    if (response.isSuccess()) {
                        made.add(response.as(Secret.class).key().path());
                        refer(account, response.as(Secret.class), done, later);
                    } else {
                        // a namespace that is being terminated takes no more
                        done.on(response.status() != 403, later);
                    }
                },
                effects);
    }

    /** Name the new Secret in the account, unless that has changed since it was seen. */
    private void refer(ServiceAccount seen, Secret made, WorkQueue.Done done, Effects effects) {
        List<String> names = new ArrayList<>(seen.secrets());
        names.add(made.metadata().name());
        ServiceAccount referring = seen.withSecrets(names);
        call(
                id -> new ApiRequest.Update(id, referring, Duration.ZERO),
                (response, later) -> {
                    if (response.isSuccess()) {
                        done.on(false, later);
                    } else {
                        delete(made, (failed, after) -> done.on(true, after), later);
                    }
                },
                effects);
    }

    /** The account is gone: so are its tokens. */
    private void deleteTokens(String account, WorkQueue.Done done, Effects effects) {
        List<Secret> orphans = new ArrayList<>();
        if (secrets != null) {
            for (Secret secret : secrets.objects()) {
                String of = secret.metadata().namespace() + "/" + secret.data().getOrDefault(NAME, "");
                if (secret.type().equals(TYPE) && of.equals(account)) {
                    orphans.add(secret);
                }
            }
        }
        if (orphans.isEmpty()) {
            done.on(false, effects);
            return;
        }
        int[] open = {orphans.size()};
        boolean[] anyFailed = {false};
        for (Secret orphan : orphans) {
            delete(
                    orphan,
                    (failed, later) -> {
                        anyFailed[0] |= failed;
                        if (--open[0] == 0) {
                            done.on(anyFailed[0], later);
                        }
                    },
                    effects);
        }
    }

    private void delete(Secret secret, WorkQueue.Done done, Effects effects) {
        made.remove(secret.key().path());
        call(
                id -> new ApiRequest.Delete(id, secret.key(), secret.metadata().uid(), false, Duration.ZERO),
                (response, later) -> done.on(!response.isSuccess() && !response.isNotFound(), later),
                effects);
    }
}
