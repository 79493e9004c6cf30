package dev.quorate.model.kubernetes.api;

/**
 * Which object: its resource, namespace ({@code ""} for a cluster-wide one) and name.
 */
public record ObjectKey(Resource resource, String namespace, String name) {

    public static ObjectKey of(Resource resource, String namespace, String name) {
        return new ObjectKey(resource, namespace, name);
    }

    public static ObjectKey lease(String namespace, String name) {
        return new ObjectKey(Resource.LEASES, namespace, name);
    }

    public static ObjectKey node(String name) {
        return new ObjectKey(Resource.NODES, "", name);
    }

    public static ObjectKey pod(String namespace, String name) {
        return new ObjectKey(Resource.PODS, namespace, name);
    }

    /** The key in etcd: {@code /registry/leases/kube-system/kube-scheduler}. */
    public String registryKey() {
        return resource.isNamespaced() ? resource.prefix() + namespace + "/" + name : resource.prefix() + name;
    }

    /** {@code leases/kube-system/kube-scheduler}. */
    @Override
    public String toString() {
        return resource.plural() + "/" + path();
    }

    /** {@code kube-system/kube-scheduler}, or the name alone. */
    public String path() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
