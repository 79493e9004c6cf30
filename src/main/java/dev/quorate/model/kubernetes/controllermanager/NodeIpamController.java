package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Node IPAM: gives each node its range of {@code --cluster-cidr}.
 *
 * <p>With {@code --allocate-node-cidrs} it lists the nodes after a pause of 10 s, always, and holds up
 * every controller that starts after it (ipam/cidr_allocator.go listNodes: {@code wait.Poll(10s, 10min, ...)}).
 */
public final class NodeIpamController implements Controller {

    private static final Timer POLL = Timer.of("nodeipam/list-nodes");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private @Nullable ControllerContext context;
    private @Nullable Started started;
    private @Nullable RangeAllocator allocator;

    @Override
    public String name() {
        return "nodeipam";
    }

    @Override
    public void start(ControllerContext given, Started next, Effects effects) {
        context = given;
        started = next;
        if (given.settings().allocateNodeCidrs()
                && !given.settings().clusterCidr().isEmpty()) {
            effects.setTimer(POLL, INTERVAL);
        } else {
            next.on(effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        RangeAllocator ranges = allocator;
        if (!timer.equals(POLL)) {
            return ranges != null && ranges.onTimer(timer, effects);
        }
        ControllerContext at = context;
        Started next = started;
        if (at != null && next != null) {
            at.client()
                    .call(
                            id -> new ApiRequest.ListAll(id, Resource.NODES, "", ApiRequest.MOST_RECENT, Duration.ZERO),
                            Duration.ZERO,
                            (response, later) -> {
                                if (context == null) {
                                    return;
                                }
                                if (response.isSuccess()) {
                                    allocate(at, response.items());
                                    next.on(later);
                                } else {
                                    later.setTimer(POLL, INTERVAL);
                                }
                            },
                            effects);
        }
        return true;
    }

    private void allocate(ControllerContext at, List<ApiObject> existing) {
        Informer<Node> nodes = at.informers().informer(Resource.NODES, "", Node.class);
        RangeAllocator ranges = new RangeAllocator(
                new CidrSet(at.settings().clusterCidr(), at.settings().nodeCidrMaskSize()), at.clientOf(name()), nodes);
        for (ApiObject object : existing) {
            if (object instanceof Node node) {
                ranges.occupy(node);
            }
        }
        nodes.handle((change, before, node, later) -> {
            switch (change) {
                case ADDED -> ranges.added(node, later);
                case MODIFIED -> ranges.updated(node, later);
                case DELETED -> ranges.deleted(node);
            }
        });
        allocator = ranges;
    }

    @Override
    public void run(Effects effects) {
        RangeAllocator ranges = allocator;
        if (ranges != null) {
            ranges.run(effects);
        }
    }

    @Override
    public void stop(Effects effects) {
        context = null;
        effects.cancelTimer(POLL);
        RangeAllocator ranges = allocator;
        if (ranges != null) {
            ranges.stop(effects);
        }
    }
}
