package dev.quorate.model.kubernetes.api;

import java.util.List;

/** A service account and the names of its token secrets. */
public record ServiceAccount(ObjectMeta metadata, List<String> secrets) implements ApiObject {

    public ServiceAccount {
        secrets = List.copyOf(secrets);
    }

    public static ServiceAccount of(String namespace, String name) {
        return new ServiceAccount(ObjectMeta.of(namespace, name), List.of());
    }

    public ServiceAccount withSecrets(List<String> other) {
        return new ServiceAccount(metadata, other);
    }

    @Override
    public ServiceAccount withMetadata(ObjectMeta other) {
        return new ServiceAccount(other, secrets);
    }

    @Override
    public Resource resource() {
        return Resource.SERVICEACCOUNTS;
    }
}
