package dev.quorate.trace;

/** Objects of the Kubernetes API whose state checkers and readers follow. */
public sealed interface KubernetesEvent extends TraceEvent {

    /** A pod object was created in the store. */
    record PodCreated(String pod, String owner, long revision, String store) implements KubernetesEvent {
        @Override
        public String describe() {
            return "pod " + pod + " created";
        }
    }

    /** A pod was bound to a node in the store. */
    record PodBound(String pod, String node, long revision, String store) implements KubernetesEvent {
        @Override
        public String describe() {
            return "pod " + pod + " bound to " + node;
        }
    }

    /** A pod object was removed from the store, or marked for deletion. */
    record PodDeleted(String pod, boolean removed, long revision, String store) implements KubernetesEvent {
        @Override
        public String describe() {
            return "pod " + pod + (removed ? " removed" : " marked for deletion");
        }
    }

    /** A kubelet runs a pod. */
    record PodRunning(String pod) implements KubernetesEvent {
        @Override
        public String describe() {
            return "runs pod " + pod;
        }
    }

    /** A kubelet stopped a pod. */
    record PodStopped(String pod) implements KubernetesEvent {
        @Override
        public String describe() {
            return "stopped pod " + pod;
        }
    }

    /** A node object got its pod CIDR in the store. */
    record PodCidrAssigned(String node, String podCidr, long revision, String store) implements KubernetesEvent {
        @Override
        public String describe() {
            return "node " + node + " got pod CIDR " + podCidr;
        }
    }

    /** A node's Ready condition changed in the store: {@code True}, {@code False}, {@code Unknown}. */
    record NodeReadyChanged(String node, String ready, long revision, String store) implements KubernetesEvent {
        @Override
        public String describe() {
            return "node " + node + " is Ready=" + ready;
        }
    }

    /** The node controller heard nothing of a node for its grace period and takes it for gone. */
    record NodeSilent(String node, long silentMillis) implements KubernetesEvent {
        @Override
        public String describe() {
            return "node " + node + " was not heard for " + silentMillis + " ms";
        }
    }

    /** The node controller's view of a zone changed: {@code Normal}, {@code PartialDisruption}, {@code FullDisruption}. */
    record ZoneStateChanged(String zone, String state) implements KubernetesEvent {
        @Override
        public String describe() {
            return "zone " + (zone.isEmpty() ? "(none)" : zone) + " is in state " + state;
        }
    }

    /** A pod's toleration of its node's taint ran out: it is deleted. */
    record TolerationExpired(String pod, String node, long seconds) implements KubernetesEvent {
        @Override
        public String describe() {
            return "pod " + pod + " has tolerated " + node + "'s taint for its " + seconds + " s";
        }
    }

    /** A node was tainted or untainted in the store. */
    record NodeTaintsChanged(String node, String taints, long revision, String store) implements KubernetesEvent {
        @Override
        public String describe() {
            return "node " + node + " has taints " + (taints.isEmpty() ? "none" : taints);
        }
    }

    /** A write was refused as it rested on an old state: 409, Forbidden. */
    record WriteRefused(String object, int status, String reason) implements KubernetesEvent {
        @Override
        public String describe() {
            return "write of " + object + " refused: " + status + " " + reason;
        }
    }

    /** Anything else that happened to an API object. */
    record ObjectChanged(String object, String what, long revision, String store) implements KubernetesEvent {
        @Override
        public String describe() {
            return object + " " + what;
        }
    }

    /** A component logged an error that ends it; its exit follows. */
    record FatalLogged(String message) implements KubernetesEvent {
        @Override
        public String describe() {
            return "cannot go on: " + message;
        }
    }
}
