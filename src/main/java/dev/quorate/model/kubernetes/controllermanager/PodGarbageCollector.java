package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.model.kubernetes.client.Throttle;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Removes pods that nobody else will: of nodes that are gone, terminated ones above the threshold, deleted ones that were
 * never bound (pkg/controller/podgc/gc_controller.go).
 */
public final class PodGarbageCollector implements Controller {

    private static final Timer CHECK = Timer.of("podgc/check");
    private static final Duration PERIOD = Duration.ofSeconds(20); // gcCheckPeriod
    private static final Duration QUARANTINE = Duration.ofSeconds(40); // quarantineTime

    private final TreeMap<String, SimTime> missingNodes = new TreeMap<>();
    private @Nullable ControllerContext context;
    private @Nullable Throttle client;
    private @Nullable Informer<Node> nodes;
    private @Nullable Informer<Pod> pods;

    @Override
    public String name() {
        return "podgc";
    }

    @Override
    public void start(ControllerContext given, Started next, Effects effects) {
        context = given;
        client = given.clientOf(name());
        nodes = given.informers().informer(Resource.NODES, "", Node.class);
        pods = given.informers().informer(Resource.PODS, "", Pod.class);
        next.on(effects);
    }

    @Override
    public void run(Effects effects) {
        check(effects);
    }

    @Override
    public void stop(Effects effects) {
        effects.cancelTimer(CHECK);
        if (client != null) {
            client.stop(effects);
        }
        context = null;
    }

    private void check(Effects effects) {
        ControllerContext at = context;
        if (at == null || nodes == null || pods == null) {
            return;
        }
        SimTime now = effects.monotonic();
        TreeMap<String, SimTime> missing = new TreeMap<>();
        List<Pod> terminated = new ArrayList<>();
        List<Pod> condemned = new ArrayList<>();
        for (Pod pod : pods.objects()) {
            String node = pod.nodeName();
            if (node.isEmpty()) {
                if (pod.metadata().isDeleting()) {
                    condemned.add(pod);
                }
            } else if (nodes.find(node) == null) {
                SimTime since = missingNodes.getOrDefault(node, now);
                missing.put(node, since);
                if (now.since(since).compareTo(QUARANTINE) >= 0) {
                    condemned.add(pod);
                }
            }
            if (pod.isTerminated() && !condemned.contains(pod)) {
                terminated.add(pod);
            }
        }
        missingNodes.clear();
        missingNodes.putAll(missing);
        int surplus = terminated.size() - at.settings().terminatedPodGcThreshold();
        if (surplus > 0) {
            terminated.sort(Comparator.comparingLong(p -> p.metadata().resourceVersion()));
            condemned.addAll(terminated.subList(0, surplus));
        }
        for (Pod pod : condemned) {
            if (client != null) {
                client.call(
                        id -> new ApiRequest.Delete(
                                id, pod.key(), pod.metadata().uid(), true, Duration.ZERO),
                        (response, later) -> {},
                        effects);
            }
        }
        effects.setTimer(CHECK, PERIOD);
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.equals(CHECK)) {
            return client != null && client.onTimer(timer, effects);
        }
        check(effects);
        return true;
    }
}
