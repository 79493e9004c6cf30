package dev.quorate.model.kubernetes.api;

import java.util.List;

/** A pod: where it is bound, what it needs and tolerates, and how it is. */
public record Pod(
        ObjectMeta metadata, String nodeName, int cpuMillis, List<Toleration> tolerations, Phase phase, boolean ready)
        implements ApiObject {

    /** Where it stands in its life. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /**
     * Toleration of a taint.
     *
     * @param tolerationSeconds how long a NoExecute taint is borne, -1 for ever
     */
    public record Toleration(String key, String effect, int tolerationSeconds) {}

    public Pod {
        tolerations = List.copyOf(tolerations);
    }

    /** A pod that nobody has bound. */
    public static Pod of(String namespace, String name, int cpuMillis) {
        return new Pod(ObjectMeta.of(namespace, name), "", cpuMillis, List.of(), Phase.PENDING, false);
    }

    public Pod withNodeName(String other) {
        return new Pod(metadata, other, cpuMillis, tolerations, phase, ready);
    }

    public Pod withTolerations(List<Toleration> other) {
        return new Pod(metadata, nodeName, cpuMillis, other, phase, ready);
    }

    public Pod withStatus(Phase otherPhase, boolean otherReady) {
        return new Pod(metadata, nodeName, cpuMillis, tolerations, otherPhase, otherReady);
    }

    /** Whether it has ended for good. */
    public boolean isTerminated() {
        return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    }

    @Override
    public Pod withMetadata(ObjectMeta other) {
        return new Pod(other, nodeName, cpuMillis, tolerations, phase, ready);
    }

    @Override
    public Resource resource() {
        return Resource.PODS;
    }
}
