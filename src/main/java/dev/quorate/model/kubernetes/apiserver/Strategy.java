package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectMeta;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Pod.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Admission and validation: what the apiserver adds to an object, and what it refuses. */
final class Strategy {

    private static final List<String> NO_EXECUTE_KEYS =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    private final KubeApiserverSettings settings;

    Strategy(KubeApiserverSettings settings) {
        this.settings = settings;
    }

    /** Mutating admission: DefaultTolerationSeconds, TaintNodesByCondition (plugin/pkg/admission). */
    ApiObject admit(ApiObject object) {
        if (object instanceof Node node) {
            return withNotReadyTaint(node);
        }
        if (!(object instanceof Pod pod)) {
            return object;
        }
        List<Toleration> tolerations = new ArrayList<>(pod.tolerations());
        tolerate(tolerations, NO_EXECUTE_KEYS.get(0), settings.defaultNotReadyTolerationSeconds());
        tolerate(tolerations, NO_EXECUTE_KEYS.get(1), settings.defaultUnreachableTolerationSeconds());
        return pod.withTolerations(tolerations);
    }

    /** A new node takes no pods until the node controller has seen it ready (admission/nodetaint). */
    private static Node withNotReadyTaint(Node node) {
        Node.Taint taint = new Node.Taint(NO_EXECUTE_KEYS.get(0), "NoSchedule", null);
        if (node.taints().stream()
                .anyMatch(t -> t.key().equals(taint.key()) && t.effect().equals(taint.effect()))) {
            return node;
        }
        List<Node.Taint> taints = new ArrayList<>(node.taints());
        taints.add(taint);
        return node.withTaints(taints);
    }

    private static void tolerate(List<Toleration> tolerations, String key, int seconds) {
        boolean known = tolerations.stream()
                .anyMatch(t -> t.key().equals(key) && !t.effect().equals("NoSchedule"));
        if (!known && seconds > 0) {
            tolerations.add(new Toleration(key, "NoExecute", seconds));
        }
    }

    /** What is wrong with a new object, in validation's words. */
    Optional<String> refusesNew(ApiObject object) {
        if (object.metadata().name().isEmpty()) {
            return Optional.of("metadata.name: Required value: name or generateName is required");
        }
        if (object instanceof Lease lease) {
            return refusesLease(lease);
        }
        return Optional.empty();
    }

    /** What is wrong with a change. */
    Optional<String> refuses(ApiObject before, ApiObject after) {
        if (before instanceof Node old
                && after instanceof Node node
                && !old.podCidr().isEmpty()
                && !node.podCidr().equals(old.podCidr())) {
            // pkg/apis/core/validation ValidateNodeUpdate
            return Optional.of(
                    "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid");
        }
        if (before instanceof Pod old
                && after instanceof Pod pod
                && !pod.nodeName().equals(old.nodeName())) {
            return Optional.of("spec: Forbidden: pod updates may not change fields other than"
                    + " `spec.containers[*].image`, ...");
        }
        return after instanceof Lease lease ? refusesLease(lease) : Optional.empty();
    }

    /** pkg/apis/coordination/validation ValidateLeaseSpec. */
    private static Optional<String> refusesLease(Lease lease) {
        boolean set = !lease.equals(Lease.empty("", "").withMetadata(lease.metadata()));
        if (set && lease.leaseDurationSeconds() <= 0) {
            return Optional.of("spec.leaseDurationSeconds: Invalid value: " + lease.leaseDurationSeconds()
                    + ": must be greater than 0");
        }
        if (lease.leaseTransitions() < 0) {
            return Optional.of("spec.leaseTransitions: Invalid value: " + lease.leaseTransitions()
                    + ": must be greater than or equal to 0");
        }
        return Optional.empty();
    }

    /** The new object with the metadata that a client cannot change. */
    static ApiObject keepMetadata(ApiObject before, ApiObject after) {
        ObjectMeta old = before.metadata();
        return after.withMetadata(after.metadata()
                .withUid(old.uid())
                .withResourceVersion(old.resourceVersion())
                .withCreationTimestamp(old.creationTimestamp())
                .withDeletionTimestamp(old.deletionTimestamp()));
    }
}
