package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Resource;
import java.util.List;
import java.util.Optional;

/** The bootstrap RBAC roles, as far as this control plane's users have them. */
final class Authorization {

    private Authorization() {}

    /** The reason of a 403, or empty when the user may. */
    static Optional<String> forbids(String user, List<String> groups, ApiRequest request) {
        if (request instanceof ApiRequest.Probe || groups.contains("system:masters")) {
            return Optional.empty();
        }
        Resource resource = resource(request);
        String namespace = key(request).map(ObjectKey::namespace).orElse("");
        boolean reads = switch (request.verb()) {
            case "get", "list", "watch" -> true;
            default -> false;
        };
        boolean allowed = switch (user) {
            case "system:kube-controller-manager" -> true;
            case "system:kube-scheduler" ->
                reads || resource == Resource.PODS || (resource == Resource.LEASES && namespace.equals("kube-system"));
            default ->
                groups.contains("system:nodes")
                        && (reads
                                || resource == Resource.NODES
                                || resource == Resource.PODS
                                || resource == Resource.CERTIFICATESIGNINGREQUESTS
                                || (resource == Resource.LEASES && namespace.equals("kube-node-lease")));
        };
        if (allowed) {
            return Optional.empty();
        }
        String name = key(request).map(k -> " \"" + k.name() + "\"").orElse("");
        return Optional.of(resource.qualified() + name + " is forbidden: User \"" + user + "\" cannot "
                + request.verb() + " resource \"" + resource.plural() + "\" in API group \"" + group(resource) + "\""
                + (namespace.isEmpty() ? " at the cluster scope" : " in the namespace \"" + namespace + "\""));
    }

    private static String group(Resource resource) {
        String qualified = resource.qualified();
        int dot = qualified.indexOf('.');
        return dot < 0 ? "" : qualified.substring(dot + 1);
    }

    private static Resource resource(ApiRequest request) {
        if (request instanceof ApiRequest.ListAll list) {
            return list.resource();
        }
        if (request instanceof ApiRequest.Watch watch) {
            return watch.resource();
        }
        return key(request)
                .orElseThrow(() -> new IllegalStateException("no resource in " + request))
                .resource();
    }

    private static Optional<ObjectKey> key(ApiRequest request) {
        if (request instanceof ApiRequest.Get get) {
            return Optional.of(get.key());
        }
        if (request instanceof ApiRequest.Create create) {
            return Optional.of(create.object().key());
        }
        if (request instanceof ApiRequest.Update update) {
            return Optional.of(update.object().key());
        }
        if (request instanceof ApiRequest.PatchObject patch) {
            return Optional.of(patch.key());
        }
        if (request instanceof ApiRequest.Delete delete) {
            return Optional.of(delete.key());
        }
        return request instanceof ApiRequest.Bind bind ? Optional.of(bind.pod()) : Optional.empty();
    }
}
