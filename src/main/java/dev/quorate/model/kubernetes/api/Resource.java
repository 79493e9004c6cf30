package dev.quorate.model.kubernetes.api;

/** The kinds of object that the API serves. */
public enum Resource {
    NAMESPACES("namespaces", "/registry/namespaces/", "", false),
    NODES("nodes", "/registry/minions/", "", false),
    PODS("pods", "/registry/pods/", "", true),
    REPLICASETS("replicasets", "/registry/replicasets/", "apps", true),
    DEPLOYMENTS("deployments", "/registry/deployments/", "apps", true),
    CONFIGMAPS("configmaps", "/registry/configmaps/", "", true),
    SECRETS("secrets", "/registry/secrets/", "", true),
    SERVICEACCOUNTS("serviceaccounts", "/registry/serviceaccounts/", "", true),
    RESOURCEQUOTAS("resourcequotas", "/registry/resourcequotas/", "", true),
    ENDPOINTS("endpoints", "/registry/services/endpoints/", "", true),
    LEASES("leases", "/registry/leases/", "coordination.k8s.io", true),
    CERTIFICATESIGNINGREQUESTS(
            "certificatesigningrequests", "/registry/certificatesigningrequests/", "certificates.k8s.io", false);

    private final String plural;
    private final String prefix;
    private final String group;
    private final boolean namespaced;

    Resource(String plural, String prefix, String group, boolean namespaced) {
        this.plural = plural;
        this.prefix = prefix;
        this.group = group;
        this.namespaced = namespaced;
    }

    /** {@code leases}, as a path and kubectl spell it. */
    public String plural() {
        return plural;
    }

    /** Where etcd keeps them: {@code /registry/leases/}. */
    public String prefix() {
        return prefix;
    }

    /** {@code leases.coordination.k8s.io}, as error messages spell it. */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public boolean isNamespaced() {
        return namespaced;
    }
}
