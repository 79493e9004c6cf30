package dev.quorate.model.kubernetes.api;

/** A quota on a namespace: how many pods it may hold, and holds as last counted. */
public record ResourceQuota(ObjectMeta metadata, int hardPods, int usedPods) implements ApiObject {

    public static ResourceQuota of(String namespace, String name, int hardPods) {
        return new ResourceQuota(ObjectMeta.of(namespace, name), hardPods, 0);
    }

    public ResourceQuota withUsedPods(int other) {
        return new ResourceQuota(metadata, hardPods, other);
    }

    @Override
    public ResourceQuota withMetadata(ObjectMeta other) {
        return new ResourceQuota(other, hardPods, usedPods);
    }

    @Override
    public Resource resource() {
        return Resource.RESOURCEQUOTAS;
    }
}
