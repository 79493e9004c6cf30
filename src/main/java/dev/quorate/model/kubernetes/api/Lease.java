package dev.quorate.model.kubernetes.api;

import dev.quorate.time.SimTime;
import org.jspecify.annotations.Nullable;

/** A coordination.k8s.io Lease: who holds it, for how long, renewed when. */
public record Lease(
        ObjectMeta metadata,
        String holderIdentity,
        int leaseDurationSeconds,
        @Nullable SimTime acquireTime,
        @Nullable SimTime renewTime,
        int leaseTransitions)
        implements ApiObject {

    /** A Lease with an empty spec. */
    public static Lease empty(String namespace, String name) {
        return new Lease(ObjectMeta.of(namespace, name), "", 0, null, null, 0);
    }

    public Lease withHolderIdentity(String other) {
        return new Lease(metadata, other, leaseDurationSeconds, acquireTime, renewTime, leaseTransitions);
    }

    public Lease withRenewTime(SimTime other) {
        return new Lease(metadata, holderIdentity, leaseDurationSeconds, acquireTime, other, leaseTransitions);
    }

    @Override
    public Lease withMetadata(ObjectMeta other) {
        return new Lease(other, holderIdentity, leaseDurationSeconds, acquireTime, renewTime, leaseTransitions);
    }

    @Override
    public Resource resource() {
        return Resource.LEASES;
    }
}
