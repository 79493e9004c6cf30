package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.time.SimTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What this process has observed of one node, by its own clock (nodelifecycle nodeHealthData): gone at a failover, so
 * that a new leader gives a silent node its whole grace period once more.
 */
final class NodeHealth {

    private SimTime probe;
    private boolean conditionSeen;
    private @Nullable SimTime heartbeat;
    private @Nullable SimTime renewTime;

    /** Ready as this process last left or saw it. */
    Node.Ready ready = Node.Ready.NONE;

    NodeHealth(SimTime since) {
        probe = since;
    }

    /** Look at what the caches hold; a change is a sign of life. */
    void observe(Node node, @Nullable Lease lease, SimTime now) {
        if (node.ready() != Node.Ready.NONE) {
            if (!conditionSeen || !Objects.equals(heartbeat, node.heartbeat())) {
                probe = now;
            }
            conditionSeen = true;
            heartbeat = node.heartbeat();
        }
        SimTime renewed = lease == null ? null : lease.renewTime();
        SimTime known = renewTime;
        if (renewed != null && (known == null || known.isBefore(renewed))) {
            renewTime = renewed;
            probe = now;
        }
    }

    /** When it last gave a sign of life, as far as was observed. */
    SimTime probe() {
        return probe;
    }

    /** After a disruption of everything it starts anew. */
    void reset(SimTime now) {
        probe = now;
    }
}
