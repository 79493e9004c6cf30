package dev.quorate.model.kubernetes.api;

import dev.quorate.time.SimTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every object has.
 *
 * @param name its name; one that ends in {@code -} at creation is completed by the apiserver (generateName)
 * @param uid given by the apiserver at creation, {@code ""} before
 * @param resourceVersion etcd's revision of its last write, 0 for one that was not read from the API
 * @param creationTimestamp the apiserver's wall clock at creation
 * @param deletionTimestamp when its graceful deletion began, or null
 */
public record ObjectMeta(
        String namespace,
        String name,
        String uid,
        long resourceVersion,
        @Nullable SimTime creationTimestamp,
        @Nullable SimTime deletionTimestamp,
        Map<String, String> labels,
        Optional<OwnerReference> owner,
        List<String> finalizers) {

    /** The controller that an object belongs to. */
    public record OwnerReference(String kind, String name, String uid) {}

    public ObjectMeta {
        labels = labels.isEmpty() ? Collections.emptySortedMap() : Collections.unmodifiableMap(new TreeMap<>(labels));
        finalizers = List.copyOf(finalizers);
    }

    public static ObjectMeta of(String namespace, String name) {
        return new ObjectMeta(
                namespace, name, "", 0, null, null, Collections.emptySortedMap(), Optional.empty(), List.of());
    }

    public ObjectMeta withName(String other) {
        return new ObjectMeta(
                namespace,
                other,
                uid,
                resourceVersion,
                creationTimestamp,
                deletionTimestamp,
                labels,
                owner,
                finalizers);
    }

    public ObjectMeta withUid(String other) {
        return new ObjectMeta(
                namespace,
                name,
                other,
                resourceVersion,
                creationTimestamp,
                deletionTimestamp,
                labels,
                owner,
                finalizers);
    }

    public ObjectMeta withResourceVersion(long other) {
        return new ObjectMeta(
                namespace, name, uid, other, creationTimestamp, deletionTimestamp, labels, owner, finalizers);
    }

    public ObjectMeta withCreationTimestamp(@Nullable SimTime other) {
        return new ObjectMeta(
                namespace, name, uid, resourceVersion, other, deletionTimestamp, labels, owner, finalizers);
    }

    public ObjectMeta withDeletionTimestamp(@Nullable SimTime other) {
        return new ObjectMeta(
                namespace, name, uid, resourceVersion, creationTimestamp, other, labels, owner, finalizers);
    }

    public ObjectMeta withLabels(Map<String, String> other) {
        return new ObjectMeta(
                namespace, name, uid, resourceVersion, creationTimestamp, deletionTimestamp, other, owner, finalizers);
    }

    public ObjectMeta withOwner(OwnerReference other) {
        return new ObjectMeta(
                namespace,
                name,
                uid,
                resourceVersion,
                creationTimestamp,
                deletionTimestamp,
                labels,
                Optional.of(other),
                finalizers);
    }

    public ObjectMeta withFinalizers(List<String> other) {
        return new ObjectMeta(
                namespace, name, uid, resourceVersion, creationTimestamp, deletionTimestamp, labels, owner, other);
    }

    public boolean isDeleting() {
        return deletionTimestamp != null;
    }
}
