package dev.quorate.model.kubernetes.scheduler;

import java.util.Map;
import java.util.TreeMap;

/** What is placed on which node, as heard or assumed (pkg/scheduler/internal/cache). */
final class NodeUse {

    private record Placed(String node, int cpuMillis, String owner) {}

    private static final class Use {
        private int cpuMillis;
        private int pods;
        private final Map<String, Integer> owners = new TreeMap<>();
    }

    private final Map<String, Placed> placed = new TreeMap<>();
    private final Map<String, Use> uses = new TreeMap<>();

    /** A pod is on a node now, and on no other. */
    void place(String pod, String node, int cpuMillis, String owner) {
        remove(pod);
        placed.put(pod, new Placed(node, cpuMillis, owner));
        Use use = uses.computeIfAbsent(node, n -> new Use());
        use.cpuMillis += cpuMillis;
        use.pods++;
        use.owners.merge(owner, 1, Integer::sum);
    }

    void remove(String pod) {
        Placed was = placed.remove(pod);
        Use use = was == null ? null : uses.get(was.node);
        if (was != null && use != null) {
            use.cpuMillis -= was.cpuMillis;
            use.pods--;
            use.owners.merge(was.owner, -1, Integer::sum);
        }
    }

    int cpuMillis(String node) {
        Use use = uses.get(node);
        return use == null ? 0 : use.cpuMillis;
    }

    int pods(String node) {
        Use use = uses.get(node);
        return use == null ? 0 : use.pods;
    }

    /** Pods of one controller on a node; of none for pods that belong to nobody. */
    int ofOwner(String node, String owner) {
        Use use = uses.get(node);
        return use == null || owner.isEmpty() ? 0 : use.owners.getOrDefault(owner, 0);
    }
}
