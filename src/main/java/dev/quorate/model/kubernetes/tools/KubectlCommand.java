package dev.quorate.model.kubernetes.tools;

import dev.quorate.model.Settings;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.CertificateSigningRequest;
import dev.quorate.model.kubernetes.api.ConfigMap;
import dev.quorate.model.kubernetes.api.Deployment;
import dev.quorate.model.kubernetes.api.Namespace;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Patch;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.ReplicaSet;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.api.ResourceQuota;
import dev.quorate.model.kubernetes.api.Secret;
import dev.quorate.model.kubernetes.api.ServiceAccount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * One command line of kubectl as a request.
 *
 * <pre>
 * get lease kube-scheduler -n kube-system          delete lease kube-scheduler -n kube-system
 * patch lease kube-scheduler -n kube-system --holder-identity=nobody       (edit is the same)
 * create deployment web --replicas=3 --cpu=100     scale replicaset web --replicas=5
 * cordon k8s-node01                                get --raw /healthz
 * create quota pods --pods=10                      create csr node-1 --group=system:bootstrappers
 * create secret t -n kube-system --type=bootstrap.kubernetes.io/token --from-literal=token-id=abcdef
 * </pre>
 */
record KubectlCommand(LongFunction<ApiRequest> request, Duration timeout) {

    static KubectlCommand parse(String line) {
        List<String> words = new ArrayList<>();
        Map<String, String> flags = new TreeMap<>();
        String[] parts = line.trim().split("\\s+");
        for (int i = 0; i < parts.length; i++) {
            if ((parts[i].equals("-n") || parts[i].equals("--raw")) && i + 1 < parts.length) {
                flags.put(parts[i].equals("-n") ? "namespace" : "raw", parts[++i]);
            } else if (parts[i].startsWith("--from-literal=")) {
                flags.merge("from-literal", parts[i].substring("--from-literal=".length()), (a, b) -> a + "\n" + b);
            } else if (parts[i].startsWith("--")) {
                int equals = parts[i].indexOf('=');
                flags.put(
                        parts[i].substring(2, equals < 0 ? parts[i].length() : equals),
                        equals < 0 ? "true" : parts[i].substring(equals + 1));
            } else {
                words.add(parts[i]);
            }
        }
        Duration timeout = (Duration) Settings.parse(Duration.class, flags.getOrDefault("request-timeout", "0"));
        return new KubectlCommand(request(line, words, flags, timeout), timeout);
    }

    private static LongFunction<ApiRequest> request(
            String line, List<String> words, Map<String, String> flags, Duration timeout) {
        if (flags.containsKey("raw")) {
            String[] path = flags.getOrDefault("raw", "").split("\\?exclude=");
            List<String> exclude = path.length > 1 ? List.of(path[1].split(",")) : List.of();
            return id -> new ApiRequest.Probe(id, path[0], exclude, timeout);
        }
        String verb = words.isEmpty() ? "" : words.get(0);
        if (verb.equals("cordon") || verb.equals("uncordon")) {
            ObjectKey node = ObjectKey.node(word(line, words, 1));
            return id -> new ApiRequest.PatchObject(id, node, new Patch.Unschedulable(verb.equals("cordon")), timeout);
        }
        Resource resource = resource(word(line, words, 1));
        String namespace = resource.isNamespaced() ? flags.getOrDefault("namespace", "default") : "";
        if (verb.equals("get") && words.size() == 2) {
            String all = flags.containsKey("all-namespaces") ? "" : namespace;
            return id -> new ApiRequest.ListAll(id, resource, all, ApiRequest.MOST_RECENT, timeout);
        }
        ObjectKey key = new ObjectKey(resource, namespace, word(line, words, 2));
        return switch (verb) {
            case "get" -> id -> new ApiRequest.Get(id, key, ApiRequest.MOST_RECENT, timeout);
            case "delete" -> id -> new ApiRequest.Delete(id, key, "", flags.containsKey("force"), timeout);
            case "create" -> {
                ApiObject object = object(key, flags);
                yield id -> new ApiRequest.Create(id, object, timeout);
            }
            case "patch", "edit", "scale" -> {
                Patch patch = patch(line, flags);
                yield id -> new ApiRequest.PatchObject(id, key, patch, timeout);
            }
            default -> throw new IllegalArgumentException("unknown command \"" + verb + "\" for \"kubectl\"");
        };
    }

    private static Patch patch(String line, Map<String, String> flags) {
        String holder = flags.get("holder-identity");
        if (holder != null) {
            return new Patch.HolderIdentity(holder);
        }
        String replicas = flags.get("replicas");
        if (replicas != null) {
            return new Patch.Replicas(number(replicas));
        }
        String cpu = flags.get("cpu");
        if (cpu != null) {
            return new Patch.PodTemplate(number(cpu));
        }
        throw new IllegalArgumentException(
                "'" + line + "' changes nothing: give --replicas=N, --cpu=N or --holder-identity=NAME");
    }

    private static ApiObject object(ObjectKey key, Map<String, String> flags) {
        int replicas = number(flags.getOrDefault("replicas", "1"));
        int cpu = number(flags.getOrDefault("cpu", "0"));
        return switch (key.resource()) {
            case NAMESPACES -> Namespace.of(key.name());
            case DEPLOYMENTS -> Deployment.of(key.namespace(), key.name(), replicas, cpu);
            case REPLICASETS -> ReplicaSet.of(key.namespace(), key.name(), replicas, cpu);
            case PODS -> Pod.of(key.namespace(), key.name(), cpu);
            case NODES -> Node.of(key.name(), cpu == 0 ? 4_000 : cpu, 110);
            case SERVICEACCOUNTS -> ServiceAccount.of(key.namespace(), key.name());
            case CONFIGMAPS -> ConfigMap.of(key.namespace(), key.name(), literals(flags));
            case SECRETS ->
                Secret.of(key.namespace(), key.name(), flags.getOrDefault("type", "Opaque"), literals(flags));
            case RESOURCEQUOTAS ->
                ResourceQuota.of(key.namespace(), key.name(), number(flags.getOrDefault("pods", "0")));
            case CERTIFICATESIGNINGREQUESTS ->
                CertificateSigningRequest.of(
                        key.name(),
                        flags.getOrDefault("user", "system:bootstrap:" + key.name()),
                        List.of(flags.getOrDefault("group", "system:bootstrappers")));
            default ->
                throw new IllegalArgumentException(
                        "kubectl here creates no " + key.resource().plural());
        };
    }

    /** {@code --from-literal=key=value}, as often as given. */
    private static Map<String, String> literals(Map<String, String> flags) {
        Map<String, String> data = new TreeMap<>();
        for (String line : flags.getOrDefault("from-literal", "").split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                data.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return data;
    }

    private static Resource resource(String word) {
        for (Resource resource : Resource.values()) {
            String plural = resource.plural();
            if (word.equals(plural) || (word + "s").equals(plural)) {
                return resource;
            }
        }
        return switch (word) {
            case "po" -> Resource.PODS;
            case "no" -> Resource.NODES;
            case "ns" -> Resource.NAMESPACES;
            case "rs" -> Resource.REPLICASETS;
            case "deploy" -> Resource.DEPLOYMENTS;
            case "cm" -> Resource.CONFIGMAPS;
            case "sa" -> Resource.SERVICEACCOUNTS;
            case "csr" -> Resource.CERTIFICATESIGNINGREQUESTS;
            case "quota" -> Resource.RESOURCEQUOTAS;
            case "endpoint", "ep" -> Resource.ENDPOINTS;
            default -> throw new IllegalArgumentException("the server doesn't have a resource type \"" + word + "\"");
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static String word(String line, List<String> words, int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException("'" + line + "' lacks a resource or name");
        }
        return words.get(index);
    }
}
