package dev.quorate.model.kubernetes.pki;

import dev.quorate.model.Endpoint;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig file, made by {@code kubectl config} in four steps: cluster, credentials, context, current context.
 *
 * @param currentContext {@code ""} when the fourth step was left out
 */
public record Kubeconfig(
        Map<String, Cluster> clusters, Map<String, User> users, Map<String, Context> contexts, String currentContext) {

    /**
     * Where the apiserver is and which CA signed its certificate.
     *
     * @param server {@code https://192.168.15.200:6443}
     */
    public record Cluster(String server, @Nullable Certificate certificateAuthority) {}

    /** Client certificate and key; null when they were left out. */
    public record User(
            @Nullable Certificate clientCertificate,
            @Nullable PrivateKey clientKey) {}

    public record Context(String cluster, String user) {}

    /** What a client needs to connect. */
    public record Resolved(
            Endpoint server,
            @Nullable Certificate certificateAuthority,
            @Nullable Certificate clientCertificate) {}

    /** A kubeconfig that cannot be used; the message is the program's own. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    public Kubeconfig {
        clusters = Collections.unmodifiableMap(new TreeMap<>(clusters));
        users = Collections.unmodifiableMap(new TreeMap<>(users));
        contexts = Collections.unmodifiableMap(new TreeMap<>(contexts));
    }

    /** A file that nothing was written into. */
    public static final Kubeconfig EMPTY = new Kubeconfig(
            Collections.emptySortedMap(), Collections.emptySortedMap(), Collections.emptySortedMap(), "");

    /** {@code kubectl config set-cluster}. */
    public Kubeconfig withCluster(String name, Cluster cluster) {
        return new Kubeconfig(with(clusters, name, cluster), users, contexts, currentContext);
    }

    /** {@code kubectl config set-credentials}. */
    public Kubeconfig withUser(String name, User user) {
        return new Kubeconfig(clusters, with(users, name, user), contexts, currentContext);
    }

    /** {@code kubectl config set-context}. */
    public Kubeconfig withContext(String name, Context context) {
        return new Kubeconfig(clusters, users, with(contexts, name, context), currentContext);
    }

    private static <T> Map<String, T> with(Map<String, T> map, String name, T value) {
        TreeMap<String, T> more = new TreeMap<>(map);
        more.put(name, value);
        return more;
    }

    /** The four steps done right for one user. */
    public static Kubeconfig of(String user, String server, Certificate ca, Certificate client, PrivateKey key) {
        return new Kubeconfig(
                Collections.singletonMap("kubernetes", new Cluster(server, ca)),
                Collections.singletonMap(user, new User(client, key)),
                Collections.singletonMap(user + "@kubernetes", new Context("kubernetes", user)),
                user + "@kubernetes");
    }

    public Kubeconfig withServer(String server) {
        TreeMap<String, Cluster> changed = new TreeMap<>();
        clusters.forEach((name, cluster) -> changed.put(name, new Cluster(server, cluster.certificateAuthority())));
        return new Kubeconfig(changed, users, contexts, currentContext);
    }

    public Kubeconfig withCurrentContext(String context) {
        return new Kubeconfig(clusters, users, contexts, context);
    }

    /**
     * Follow the current context to server and credentials, with clientcmd's complaints (client-go
     * tools/clientcmd/validation.go and client_config.go).
     */
    public Resolved resolve() throws UnusableException {
        if (currentContext.isEmpty()) {
            throw new UnusableException("invalid configuration: no configuration has been provided, try setting"
                    + " KUBERNETES_MASTER environment variable");
        }
        Context context = contexts.get(currentContext);
        if (context == null) {
            throw new UnusableException("invalid configuration: [context was not found for specified context: "
                    + currentContext + ", cluster has no server defined]");
        }
        User user = users.get(context.user());
        if (user == null) {
            throw new UnusableException("invalid configuration: user \"" + context.user()
                    + "\" was not found for context \"" + currentContext + "\"");
        }
        Cluster cluster = clusters.get(context.cluster());
        if (cluster == null || cluster.server().isEmpty()) {
            throw new UnusableException("invalid configuration: cluster has no server defined");
        }
        Certificate certificate = user.clientCertificate();
        PrivateKey key = user.clientKey();
        if (certificate != null && key == null) {
            throw new UnusableException("invalid configuration: client-key-data or client-key must be specified for "
                    + context.user() + " to use the clientCert authentication method.");
        }
        if (certificate != null && key != null && !certificate.key().equals(key.key())) {
            throw new UnusableException("tls: private key does not match public key");
        }
        return new Resolved(endpoint(cluster.server()), cluster.certificateAuthority(), certificate);
    }

    private static Endpoint endpoint(String server) throws UnusableException {
        String rest = server.startsWith("https://") ? server.substring("https://".length()) : server;
        int colon = rest.lastIndexOf(':');
        try {
            return colon < 0
                    ? new Endpoint(rest, 443)
                    : new Endpoint(rest.substring(0, colon), Integer.parseInt(rest.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new UnusableException(
                    "parse \"" + server + "\": invalid port \"" + rest.substring(colon) + "\" after host");
        }
    }
}
