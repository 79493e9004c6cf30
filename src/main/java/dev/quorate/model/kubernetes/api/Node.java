package dev.quorate.model.kubernetes.api;

import dev.quorate.time.SimTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node: its pod CIDR, taints, Ready condition and what it can take. */
public record Node(
        ObjectMeta metadata,
        String podCidr,
        List<Taint> taints,
        boolean unschedulable,
        Ready ready,
        @Nullable SimTime heartbeat,
        int cpuMillis,
        int maxPods)
        implements ApiObject {

    /** The status of the Ready condition; NONE: never posted. */
    public enum Ready {
        NONE(""),
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String word;

        Ready(String word) {
            this.word = word;
        }

        /** As the API spells it. */
        public String word() {
            return word;
        }
    }

    /** A taint; {@code effect} is {@code NoSchedule} or {@code NoExecute}. */
    public record Taint(String key, String effect, @Nullable SimTime timeAdded) {
        @Override
        public String toString() {
            return key + ":" + effect;
        }
    }

    public Node {
        taints = List.copyOf(taints);
    }

    /** A node as its kubelet registers it. */
    public static Node of(String name, int cpuMillis, int maxPods) {
        return new Node(ObjectMeta.of("", name), "", List.of(), false, Ready.NONE, null, cpuMillis, maxPods);
    }

    public Node withPodCidr(String other) {
        return new Node(metadata, other, taints, unschedulable, ready, heartbeat, cpuMillis, maxPods);
    }

    public Node withTaints(List<Taint> other) {
        return new Node(metadata, podCidr, other, unschedulable, ready, heartbeat, cpuMillis, maxPods);
    }

    public Node withUnschedulable(boolean other) {
        return new Node(metadata, podCidr, taints, other, ready, heartbeat, cpuMillis, maxPods);
    }

    public Node withReady(Ready other, @Nullable SimTime otherHeartbeat) {
        return new Node(metadata, podCidr, taints, unschedulable, other, otherHeartbeat, cpuMillis, maxPods);
    }

    @Override
    public Node withMetadata(ObjectMeta other) {
        return new Node(other, podCidr, taints, unschedulable, ready, heartbeat, cpuMillis, maxPods);
    }

    @Override
    public Resource resource() {
        return Resource.NODES;
    }
}
