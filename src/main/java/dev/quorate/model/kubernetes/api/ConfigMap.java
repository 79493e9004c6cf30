package dev.quorate.model.kubernetes.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A ConfigMap. */
public record ConfigMap(ObjectMeta metadata, Map<String, String> data) implements ApiObject {

    public ConfigMap {
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    public static ConfigMap of(String namespace, String name, Map<String, String> data) {
        return new ConfigMap(ObjectMeta.of(namespace, name), data);
    }

    public ConfigMap withData(Map<String, String> other) {
        return new ConfigMap(metadata, other);
    }

    @Override
    public ConfigMap withMetadata(ObjectMeta other) {
        return new ConfigMap(other, data);
    }

    @Override
    public Resource resource() {
        return Resource.CONFIGMAPS;
    }
}
