package dev.quorate.model.kubernetes.kubelet;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.KubeletSettings;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Patch;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.Component;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.time.SimTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Registers the node and posts its status: when the API's differs from its own, and every five minutes
 * (pkg/kubelet/kubelet_node_status.go).
 *
 * <p>A difference is seen at the next tick of nodeStatusUpdateFrequency; a tick without one costs nothing.
 */
final class NodeStatus implements Component {

    private static final Timer REGISTER = Timer.of("node-status/register");
    private static final Timer SYNC = Timer.of("node-status/sync");
    private static final int UPDATE_RETRIES = 5; // nodeStatusUpdateRetry
    private static final Duration MIN_BACKOFF = Duration.ofMillis(100); // registerWithAPIServer
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(7);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ApiClient client;
    private final String node;
    private final KubeletSettings settings;
    private final Informer.Synced registered;
    private @Nullable Informer<Node> own;
    private Duration backoff = MIN_BACKOFF;
    private SimTime firstTick = SimTime.ZERO;
    private boolean posting;

    NodeStatus(ApiClient client, String node, KubeletSettings settings, Informer.Synced registered) {
        this.client = client;
        this.node = node;
        this.settings = settings;
        this.registered = registered;
    }

    void register(Effects effects) {
        Node fresh =
                Node.of(node, settings.cpuMillis(), settings.maxPods()).withReady(Node.Ready.FALSE, effects.wall());
        client.call(
                id -> new ApiRequest.Create(id, fresh, Duration.ZERO),
                TIMEOUT,
                (response, later) -> {
                    if (response.isSuccess() || response.status() == 409) {
                        begin(later);
                    } else {
                        later.setTimer(REGISTER, backoff);
                        Duration doubled = backoff.multipliedBy(2);
                        backoff = doubled.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : doubled;
                    }
                },
                effects);
    }

    private void begin(Effects effects) {
        firstTick = effects.monotonic();
        own = new Informer<>(client, Resource.NODES, "", node, Node.class).handle(this::changed);
        own.start(effects);
        registered.on(effects);
        post(0, effects);
    }

    private void changed(Change change, @Nullable Node before, Node now, Effects effects) {
        if (change != Change.DELETED && now.ready() != Node.Ready.TRUE && !posting) {
            effects.setTimer(SYNC, untilNextTick(effects));
        }
    }

    private Duration untilNextTick(Effects effects) {
        long period = settings.nodeStatusUpdateFrequency().toNanos() / 1_000;
        long passed = effects.monotonic().micros() - firstTick.micros();
        return Duration.ofNanos((period - passed % period) * 1_000);
    }

    private void post(int tries, Effects effects) {
        posting = true;
        SimTime now = effects.wall();
        client.call(
                id -> new ApiRequest.PatchObject(
                        id, ObjectKey.node(node), new Patch.NodeReady(Node.Ready.TRUE, now), Duration.ZERO),
                TIMEOUT,
                (response, later) -> {
                    if (!response.isSuccess() && tries + 1 < UPDATE_RETRIES) {
                        post(tries + 1, later);
                        return;
                    }
                    posting = false;
                    later.setTimer(
                            SYNC, response.isSuccess() ? settings.nodeStatusReportFrequency() : untilNextTick(later));
                },
                effects);
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        Informer<Node> informer = own;
        if (timer.equals(REGISTER)) {
            register(effects);
        } else if (timer.equals(SYNC)) {
            post(0, effects);
        } else {
            return informer != null && informer.onTimer(timer, effects);
        }
        return true;
    }
}
