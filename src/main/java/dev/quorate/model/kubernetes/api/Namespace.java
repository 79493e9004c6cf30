package dev.quorate.model.kubernetes.api;

import java.util.List;

/** A namespace; Terminating while its contents are deleted. */
public record Namespace(ObjectMeta metadata, boolean terminating) implements ApiObject {

    public static Namespace of(String name) {
        return new Namespace(ObjectMeta.of("", name).withFinalizers(List.of("kubernetes")), false);
    }

    public Namespace withTerminating(boolean other) {
        return new Namespace(metadata, other);
    }

    @Override
    public Namespace withMetadata(ObjectMeta other) {
        return new Namespace(other, terminating);
    }

    @Override
    public Resource resource() {
        return Resource.NAMESPACES;
    }
}
