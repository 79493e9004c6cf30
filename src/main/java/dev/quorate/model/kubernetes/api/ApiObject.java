package dev.quorate.model.kubernetes.api;

/** An object of the API: an immutable record that implements this. */
public interface ApiObject {

    ObjectMeta metadata();

    /** The same object with other metadata. */
    ApiObject withMetadata(ObjectMeta metadata);

    Resource resource();

    default ObjectKey key() {
        return new ObjectKey(resource(), metadata().namespace(), metadata().name());
    }

    default ApiObject withResourceVersion(long resourceVersion) {
        return withMetadata(metadata().withResourceVersion(resourceVersion));
    }
}
