package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Resource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Node IPAM's start: with {@code --allocate-node-cidrs} it lists the nodes after a pause of 10 s, always, and holds up
 * every controller that starts after it (ipam/cidr_allocator.go listNodes: {@code wait.Poll(10s, 10min, ...)}).
 */
public final class NodeIpamController implements Controller {

    private static final Timer POLL = Timer.of("nodeipam/list-nodes");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private @Nullable ControllerContext context;
    private @Nullable Started started;

    @Override
    public String name() {
        return "nodeipam";
    }

    @Override
    public void start(ControllerContext given, Started next, Effects effects) {
        context = given;
        started = next;
        if (given.settings().allocateNodeCidrs()) {
            effects.setTimer(POLL, INTERVAL);
        } else {
            next.on(effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.equals(POLL)) {
            return false;
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
                                    next.on(later);
                                } else {
                                    later.setTimer(POLL, INTERVAL);
                                }
                            },
                            effects);
        }
        return true;
    }

    @Override
    public void run(Effects effects) {}

    @Override
    public void stop(Effects effects) {
        context = null;
        effects.cancelTimer(POLL);
    }
}
