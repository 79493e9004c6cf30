package dev.quorate.model.kubernetes.tools;

import dev.quorate.model.Kernel;
import dev.quorate.model.kubernetes.pki.Certificate;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.model.kubernetes.pki.Kubeconfig.Cluster;
import dev.quorate.model.kubernetes.pki.Kubeconfig.Context;
import dev.quorate.model.kubernetes.pki.Kubeconfig.User;
import dev.quorate.model.kubernetes.pki.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code kubectl config}: makes a kubeconfig in the how-to's four steps (S4), without a word to any server.
 *
 * <pre>
 * config set-cluster kubernetes --certificate-authority=FILE --embed-certs=true --server=URL --kubeconfig=FILE
 * config set-credentials USER --client-certificate=FILE --client-key=FILE --embed-certs=true --kubeconfig=FILE
 * config set-context NAME --cluster=kubernetes --user=USER --kubeconfig=FILE
 * config use-context NAME --kubeconfig=FILE
 * </pre>
 */
final class KubectlConfig {

    private final Kernel kernel;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> flags = new TreeMap<>();

    private KubectlConfig(Kernel kernel, String line) {
        this.kernel = kernel;
        for (String part : line.trim().split("\\s+")) {
            int equals = part.indexOf('=');
            if (!part.startsWith("--")) {
                words.add(part);
            } else if (equals < 0) {
                throw new IllegalArgumentException("flag needs an argument: " + part);
            } else {
                flags.put(part.substring(2, equals), part.substring(equals + 1));
            }
        }
    }

    static boolean isMeant(String line) {
        return line.trim().startsWith("config ");
    }

    /**
     * Carry it out on the host's files.
     *
     * @throws IllegalArgumentException with kubectl's own words when it cannot
     */
    static void run(String line, Kernel kernel) {
        KubectlConfig config = new KubectlConfig(kernel, line);
        String path = config.flags.getOrDefault("kubeconfig", ClusterPki.ADMIN);
        Kubeconfig before = kernel.file(path)
                .filter(Kubeconfig.class::isInstance)
                .map(Kubeconfig.class::cast)
                .orElse(Kubeconfig.EMPTY);
        kernel.writeFile(path, config.changed(before));
    }

    private Kubeconfig changed(Kubeconfig before) {
        String name = words.size() > 2 ? words.get(2) : "";
        String verb = words.size() > 1 ? words.get(1) : "";
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Unexpected args: " + words);
        }
        return switch (verb) {
            case "set-cluster" ->
                before.withCluster(name, cluster(before.clusters().get(name)));
            case "set-credentials" -> before.withUser(name, user(before.users().get(name)));
            case "set-context" ->
                before.withContext(name, context(before.contexts().get(name)));
            case "use-context" -> {
                if (!before.contexts().containsKey(name)) {
                    throw new IllegalArgumentException("no context exists with the name: \"" + name + "\"");
                }
                yield before.withCurrentContext(name);
            }
            default -> throw new IllegalArgumentException("unknown command \"" + verb + "\" for \"kubectl config\"");
        };
    }

    private Cluster cluster(@Nullable Cluster before) {
        String server = flags.getOrDefault("server", before == null ? "" : before.server());
        Certificate known = before == null ? null : before.certificateAuthority();
        return new Cluster(
                server, read("certificate-authority", Certificate.class).orElse(known));
    }

    private User user(@Nullable User before) {
        Certificate certificate = before == null ? null : before.clientCertificate();
        PrivateKey key = before == null ? null : before.clientKey();
        return new User(
                read("client-certificate", Certificate.class).orElse(certificate),
                read("client-key", PrivateKey.class).orElse(key));
    }

    private Context context(@Nullable Context before) {
        return new Context(
                flags.getOrDefault("cluster", before == null ? "" : before.cluster()),
                flags.getOrDefault("user", before == null ? "" : before.user()));
    }

    /** The file that a flag names; empty when the flag is not given. */
    private <T> Optional<T> read(String flag, Class<T> type) {
        String path = flags.get(flag);
        if (path == null) {
            return Optional.empty();
        }
        Object content = kernel.file(path)
                .orElseThrow(() -> new IllegalArgumentException("could not read " + flag + " data from " + path
                        + ": open " + path + ": no such file or directory"));
        if (!type.isInstance(content)) {
            throw new IllegalArgumentException("could not read " + flag + " data from " + path + ": not a PEM block");
        }
        return Optional.of(type.cast(content));
    }
}
