package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Namespace;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.api.ServiceAccount;
import dev.quorate.model.kubernetes.client.Informer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives each namespace its service account {@code default} (pkg/controller/serviceaccount). */
public final class ServiceAccountsController implements Controller {

    private @Nullable ControllerContext context;
    private @Nullable Informer<Namespace> namespaces;
    private @Nullable Informer<ServiceAccount> accounts;
    private boolean running;

    @Override
    public String name() {
        return "serviceaccount";
    }

    @Override
    public void start(ControllerContext given, Started next, Effects effects) {
        context = given;
        namespaces = given.informers()
                .informer(Resource.NAMESPACES, "", Namespace.class)
                .handle((change, before, namespace, later) -> {
                    if (running && change != Change.DELETED) {
                        ensure(namespace, later);
                    }
                });
        accounts = given.informers()
                .informer(Resource.SERVICEACCOUNTS, "", ServiceAccount.class)
                .handle((change, before, account, later) -> {
                    if (running && change == Change.DELETED) {
                        ensureAll(later);
                    }
                });
        next.on(effects);
    }

    @Override
    public void run(Effects effects) {
        running = true;
        ensureAll(effects);
    }

    private void ensureAll(Effects effects) {
        Informer<Namespace> known = namespaces;
        if (known != null) {
            List<Namespace> all = new ArrayList<>(known.objects());
            all.forEach(n -> ensure(n, effects));
        }
    }

    private void ensure(Namespace namespace, Effects effects) {
        String name = namespace.metadata().name();
        Informer<ServiceAccount> known = accounts;
        ControllerContext at = context;
        if (at != null && known != null && !namespace.terminating() && known.find(name + "/default") == null) {
            at.client()
                    .call(
                            id -> new ApiRequest.Create(id, ServiceAccount.of(name, "default"), Duration.ZERO),
                            Duration.ZERO,
                            (response, later) -> {},
                            effects);
        }
    }

    @Override
    public void stop(Effects effects) {
        running = false;
    }
}
