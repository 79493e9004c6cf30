package dev.quorate.model.kubernetes.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A Secret. */
public record Secret(ObjectMeta metadata, String type, Map<String, String> data) implements ApiObject {

    public Secret {
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    public static Secret of(String namespace, String name, String type, Map<String, String> data) {
        return new Secret(ObjectMeta.of(namespace, name), type, data);
    }

    @Override
    public Secret withMetadata(ObjectMeta other) {
        return new Secret(other, type, data);
    }

    @Override
    public Resource resource() {
        return Resource.SECRETS;
    }
}
