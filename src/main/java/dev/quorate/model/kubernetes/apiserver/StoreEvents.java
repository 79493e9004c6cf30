package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.CertificateSigningRequest;
import dev.quorate.model.kubernetes.api.Deployment;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.Namespace;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.ReplicaSet;
import dev.quorate.trace.KubernetesEvent;
import dev.quorate.trace.LeaderElectionEvent;
import dev.quorate.trace.TraceEvent;

/** Records what changed in the store, once, at the apiserver whose transaction did it. */
final class StoreEvents {

    private static final String NODE_LEASES = "kube-node-lease";

    private final String store;

    /**
     * @param store which store: tells the parts of a split one apart
     */
    StoreEvents(String store) {
        this.store = store;
    }

    void created(ApiObject object, String writer, Effects effects) {
        long revision = object.metadata().resourceVersion();
        if (object instanceof Lease lease) {
            if (!isNodeLease(lease)) {
                effects.record(written(lease, writer));
            }
        } else if (object instanceof Pod pod) {
            String owner =
                    pod.metadata().owner().map(o -> o.kind() + "/" + o.name()).orElse("");
            effects.record(new KubernetesEvent.PodCreated(pod.key().path(), owner, revision, store));
        } else {
            effects.record(new KubernetesEvent.ObjectChanged(object.key().toString(), "created", revision, store));
        }
    }

    void changed(ApiObject before, ApiObject after, String writer, Effects effects) {
        if (after instanceof Lease lease) {
            if (!isNodeLease(lease)) {
                effects.record(written(lease, writer));
            }
        } else if (before instanceof Pod old && after instanceof Pod pod) {
            pod(old, pod, effects);
        } else if (before instanceof Node old && after instanceof Node node) {
            node(old, node, effects);
        } else {
            String what = what(before, after);
            if (!what.isEmpty()) {
                effects.record(new KubernetesEvent.ObjectChanged(
                        after.key().toString(), what, after.metadata().resourceVersion(), store));
            }
        }
    }

    void removed(ApiObject object, Effects effects) {
        long revision = object.metadata().resourceVersion();
        TraceEvent event;
        if (object instanceof Lease lease) {
            event = new LeaderElectionEvent.LeaseDeleted(lease.key().path(), revision, store);
        } else if (object instanceof Pod) {
            event = new KubernetesEvent.PodDeleted(object.key().path(), true, revision, store);
        } else {
            event = new KubernetesEvent.ObjectChanged(object.key().toString(), "removed", revision, store);
        }
        effects.record(event);
    }

    void refused(ObjectKey key, ApiResponse refusal, Effects effects) {
        effects.record(new KubernetesEvent.WriteRefused(key.toString(), refusal.status(), refusal.message()));
    }

    private LeaderElectionEvent written(Lease lease, String writer) {
        return new LeaderElectionEvent.LeaseWritten(
                lease.key().path(),
                lease.metadata().resourceVersion(),
                lease.holderIdentity(),
                lease.leaseTransitions(),
                writer,
                store);
    }

    private static boolean isNodeLease(Lease lease) {
        return lease.metadata().namespace().equals(NODE_LEASES);
    }

    private void pod(Pod old, Pod pod, Effects effects) {
        long revision = pod.metadata().resourceVersion();
        String path = pod.key().path();
        if (!pod.nodeName().equals(old.nodeName())) {
            effects.record(new KubernetesEvent.PodBound(path, pod.nodeName(), revision, store));
        }
        if (pod.metadata().isDeleting() && !old.metadata().isDeleting()) {
            effects.record(new KubernetesEvent.PodDeleted(path, false, revision, store));
        }
    }

    private void node(Node old, Node node, Effects effects) {
        long revision = node.metadata().resourceVersion();
        String name = node.metadata().name();
        if (!node.podCidr().equals(old.podCidr())) {
            effects.record(new KubernetesEvent.PodCidrAssigned(name, node.podCidr(), revision, store));
        }
        if (node.ready() != old.ready()) {
            effects.record(
                    new KubernetesEvent.NodeReadyChanged(name, node.ready().word(), revision, store));
        }
        if (!node.taints().equals(old.taints())) {
            StringBuilder taints = new StringBuilder();
            node.taints()
                    .forEach(t -> taints.append(taints.isEmpty() ? "" : ", ").append(t));
            effects.record(new KubernetesEvent.NodeTaintsChanged(name, taints.toString(), revision, store));
        }
        if (node.unschedulable() != old.unschedulable()) {
            effects.record(new KubernetesEvent.ObjectChanged(
                    node.key().toString(), node.unschedulable() ? "cordoned" : "uncordoned", revision, store));
        }
    }

    private static String what(ApiObject before, ApiObject after) {
        if (before instanceof ReplicaSet old && after instanceof ReplicaSet set && set.replicas() != old.replicas()) {
            return "scaled to " + set.replicas();
        }
        if (before instanceof Deployment old
                && after instanceof Deployment deployment
                && deployment.replicas() != old.replicas()) {
            return "scaled to " + deployment.replicas();
        }
        if (before instanceof Namespace old
                && after instanceof Namespace namespace
                && namespace.terminating() != old.terminating()) {
            return "is terminating";
        }
        if (before instanceof CertificateSigningRequest old && after instanceof CertificateSigningRequest request) {
            return request.approved() && !old.approved()
                    ? "approved"
                    : request.issued() && !old.issued() ? "issued" : "";
        }
        return "";
    }
}
