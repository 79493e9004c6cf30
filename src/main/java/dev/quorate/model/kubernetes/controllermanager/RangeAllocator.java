package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Patch;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.model.kubernetes.client.Throttle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives each node the next free range (ipam/range_allocator.go).
 *
 * <p>The bitmap is this process's own. A range whose patch was refused is released although another allocator may have
 * given it to another node: two that are active at once may so hand it out twice, and nothing checks.
 */
final class RangeAllocator {

    private static final int WORKERS = 30; // cidrUpdateWorkers
    private static final int RETRIES = 3; // cidrUpdateRetries

    private record Reservation(String node, String cidr) {}

    private final CidrSet cidrs;
    private final Throttle client;
    private final Informer<Node> nodes;
    private final TreeSet<String> inProcess = new TreeSet<>();
    private final ArrayDeque<Reservation> channel = new ArrayDeque<>();
    private int busy;
    private boolean running;

    RangeAllocator(CidrSet cidrs, Throttle client, Informer<Node> nodes) {
        this.cidrs = cidrs;
        this.client = client;
        this.nodes = nodes;
    }

    /** A node that was there when this process began. */
    void occupy(Node node) {
        if (!node.podCidr().isEmpty()) {
            cidrs.occupy(node.podCidr());
        }
    }

    /** A node was added. */
    void added(Node node, Effects effects) {
        if (!inProcess.add(node.metadata().name())) {
            return; // already in a process of CIDR assignment
        }
        if (!node.podCidr().isEmpty()) {
            cidrs.occupy(node.podCidr());
            inProcess.remove(node.metadata().name());
            return;
        }
        cidrs.allocateNext()
                .ifPresentOrElse(
                        cidr -> channel.addLast(new Reservation(node.metadata().name(), cidr)),
                        () -> inProcess.remove(node.metadata().name()));
        work(effects);
    }

    /** One that has a range is left alone: whoever gave it, this process's bitmap does not learn of it. */
    void updated(Node node, Effects effects) {
        if (node.podCidr().isEmpty()) {
            added(node, effects);
        }
    }

    void deleted(Node node) {
        if (!node.podCidr().isEmpty()) {
            cidrs.release(node.podCidr());
        }
    }

    void run(Effects effects) {
        running = true;
        work(effects);
    }

    void stop(Effects effects) {
        running = false;
        client.stop(effects);
    }

    private void work(Effects effects) {
        while (running && busy < WORKERS && !channel.isEmpty()) {
            busy++;
            assign(channel.removeFirst(), 0, effects);
        }
    }

    /** updateCIDRsAllocation. */
    private void assign(Reservation reservation, int tries, Effects effects) {
        @Nullable Node node = nodes.find(reservation.node);
        if (node == null) {
            finish(reservation, effects);
            return;
        }
        if (!node.podCidr().isEmpty()) {
            if (!node.podCidr().equals(reservation.cidr)) {
                cidrs.release(reservation.cidr);
            }
            finish(reservation, effects);
            return;
        }
        patch(reservation, tries, effects);
    }

    private void patch(Reservation reservation, int tries, Effects effects) {
        client.call(
                id -> new ApiRequest.PatchObject(
                        id, ObjectKey.node(reservation.node), new Patch.PodCidr(reservation.cidr), Duration.ZERO),
                (response, later) -> {
                    if (!running) {
                        return;
                    }
                    if (response.isSuccess()) {
                        finish(reservation, later);
                    } else if (tries + 1 < RETRIES) {
                        patch(reservation, tries + 1, later);
                    } else {
                        if (response.status() != 504) {
                            cidrs.release(reservation.cidr); // the bug: it may be another node's by now
                        }
                        inProcess.remove(reservation.node);
                        busy--;
                        channel.addLast(reservation); // requeued with the range that it does not own any more
                        work(later);
                    }
                },
                effects);
    }

    private void finish(Reservation reservation, Effects effects) {
        inProcess.remove(reservation.node);
        busy--;
        work(effects);
    }

    boolean onTimer(Timer timer, Effects effects) {
        return client.onTimer(timer, effects);
    }
}
