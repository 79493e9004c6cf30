package dev.quorate.model.kubernetes.api;

import java.util.List;

/** Addresses behind a service. */
public record Endpoints(ObjectMeta metadata, List<String> addresses) implements ApiObject {

    public Endpoints {
        addresses = List.copyOf(addresses);
    }

    public static Endpoints of(String namespace, String name, List<String> addresses) {
        return new Endpoints(ObjectMeta.of(namespace, name), addresses);
    }

    @Override
    public Endpoints withMetadata(ObjectMeta other) {
        return new Endpoints(other, addresses);
    }

    @Override
    public Resource resource() {
        return Resource.ENDPOINTS;
    }
}
