package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage.LeaseGrantRequest;
import dev.quorate.model.etcd.EtcdClientMessage.LeaseGrantResponse;
import dev.quorate.model.etcd.EtcdClientMessage.LeaseKeepAliveRequest;
import dev.quorate.model.etcd.EtcdClientMessage.LeaseKeepAliveResponse;
import dev.quorate.model.etcd.EtcdClientMessage.LeaseRevokeRequest;
import dev.quorate.model.etcd.EtcdClientMessage.PutRequest;
import dev.quorate.model.etcd.EtcdClientMessage.RangeRequest;
import dev.quorate.model.etcd.EtcdClientMessage.RangeResponse;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Endpoints;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Component;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps this apiserver among the addresses of the {@code kubernetes} service: a key that lives 15 s, refreshed every 10 s
 * (pkg/controlplane/reconcilers/lease.go, pkg/controlplane/instance.go).
 */
final class EndpointReconciler implements Component {

    private static final String MASTER_LEASES = "/masterleases/"; // outside the watch cache's prefix
    private static final Timer RECONCILE = Timer.of("endpoint-reconciler");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long TTL_SECONDS = 15;
    private static final ObjectKey KUBERNETES = new ObjectKey(Resource.ENDPOINTS, "default", "kubernetes");

    private final EtcdStore store;
    private final Registry registry;
    private final WatchCache cache;
    private String address = "";
    private long lease;
    private boolean stopped;

    EndpointReconciler(EtcdStore store, Registry registry, WatchCache cache) {
        this.store = store;
        this.registry = registry;
        this.cache = cache;
    }

    void start(Effects effects) {
        address = effects.kernel().addresses().get(0);
        reconcile(effects);
    }

    /** Take the own address out, on the way down. */
    void stop(Effects effects) {
        stopped = true;
        effects.cancelTimer(RECONCILE);
        if (lease != 0) {
            store.call(id -> new LeaseRevokeRequest(id, lease), (response, error, later) -> {}, effects);
        }
    }

    private void reconcile(Effects effects) {
        effects.setTimer(RECONCILE, INTERVAL);
        if (!store.isConnected()) {
            return;
        }
        if (lease == 0) {
            grant(effects);
            return;
        }
        store.call(
                id -> new LeaseKeepAliveRequest(id, lease),
                (response, error, later) -> {
                    if (response.isPresent()
                            && response.get() instanceof LeaseKeepAliveResponse kept
                            && kept.ttlSeconds() == 0) {
                        grant(later);
                    } else if (response.isPresent()) {
                        compare(later);
                    }
                },
                effects);
    }

    private void grant(Effects effects) {
        store.call(
                id -> new LeaseGrantRequest(id, 0, TTL_SECONDS),
                (response, error, later) -> {
                    if (response.isPresent() && response.get() instanceof LeaseGrantResponse granted && !stopped) {
                        lease = granted.lease();
                        register(later);
                    }
                },
                effects);
    }

    private void register(Effects effects) {
        store.call(
                id -> new PutRequest(id, new EtcdOp.Put(MASTER_LEASES + address, address, lease)),
                (response, error, later) -> compare(later),
                effects);
    }

    /** Write the Endpoints when they are not the living apiservers. */
    private void compare(Effects effects) {
        store.call(
                id -> new RangeRequest(id, EtcdOp.Range.prefix(MASTER_LEASES), false),
                (response, error, later) -> {
                    if (response.isPresent() && response.get() instanceof RangeResponse range && !stopped) {
                        List<String> alive = new ArrayList<>();
                        range.kvs().forEach(kv -> alive.add(String.valueOf(kv.value())));
                        publish(alive, later);
                    }
                },
                effects);
    }

    private void publish(List<String> alive, Effects effects) {
        if (cache.find(KUBERNETES) instanceof Endpoints known) {
            if (!known.addresses().equals(alive)) {
                Endpoints wanted = new Endpoints(known.metadata(), alive);
                registry.update(
                        new ApiRequest.Update(0, wanted, Duration.ZERO), "kube-apiserver", (r, later) -> {}, effects);
            }
        } else {
            registry.create(
                    new ApiRequest.Create(0, Endpoints.of("default", "kubernetes", alive), Duration.ZERO),
                    "kube-apiserver",
                    (r, later) -> {},
                    effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(RECONCILE)) {
            reconcile(effects);
            return true;
        }
        return false;
    }
}
