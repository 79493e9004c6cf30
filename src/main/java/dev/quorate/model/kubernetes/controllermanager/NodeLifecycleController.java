package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.Patch;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.model.kubernetes.client.Throttle;
import dev.quorate.time.SimTime;
import dev.quorate.trace.KubernetesEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Marks silent nodes Unknown, taints them, and stops tainting when too many are silent at once
 * (pkg/controller/nodelifecycle/node_lifecycle_controller.go).
 *
 * <p>Nodes carry no zone labels here: they are all in one zone.
 */
public final class NodeLifecycleController implements Controller {

    private static final Timer MONITOR = Timer.of("nodelifecycle/monitor");
    private static final Timer EVICT = Timer.of("nodelifecycle/no-execute");
    private static final long TAINT_PASS = 100_000; // doNoExecuteTaintingPass every 100 ms; only while nodes wait
    private static final List<String> SILENT = List.of("cluster.kube-controller-manager.node-monitor-grace-period");
    private static final List<String> NEVER_POSTED =
            List.of("cluster.kube-controller-manager.node-startup-grace-period");
    private static final List<String> ZONE = List.of(
            "cluster.kube-controller-manager.unhealthy-zone-threshold",
            "cluster.kube-controller-manager.large-cluster-size-threshold");

    private final KubeControllerManagerSettings settings;
    private final Map<String, NodeHealth> health = new TreeMap<>();
    private @Nullable Throttle client;
    private @Nullable Informer<Node> nodes;
    private @Nullable Informer<Lease> leases;
    private @Nullable Informer<Pod> pods;
    private @Nullable EvictionQueue evictions;
    private ZoneState zone = ZoneState.INITIAL;
    private SimTime started = SimTime.ZERO;
    private boolean running;

    public NodeLifecycleController(KubeControllerManagerSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "nodelifecycle";
    }

    @Override
    public void start(ControllerContext context, Started next, Effects effects) {
        client = context.clientOf(name());
        nodes = context.informers().informer(Resource.NODES, "", Node.class).handle((change, before, node, later) -> {
            if (running && change != Change.DELETED) {
                taintNoSchedule(node, later);
            }
        });
        leases = context.informers().informer(Resource.LEASES, "kube-node-lease", Lease.class);
        pods = context.informers().informer(Resource.PODS, "", Pod.class);
        next.on(effects);
    }

    @Override
    public void run(Effects effects) {
        running = true;
        started = effects.monotonic();
        evictions = new EvictionQueue(settings.nodeEvictionRate(), started.micros());
        for (Node node : known()) {
            taintNoSchedule(node, effects);
        }
        monitor(effects);
    }

    @Override
    public void stop(Effects effects) {
        running = false;
        effects.cancelTimer(MONITOR);
        effects.cancelTimer(EVICT);
        if (client != null) {
            client.stop(effects);
        }
    }

    private List<Node> known() {
        return nodes == null ? List.of() : new ArrayList<>(nodes.objects());
    }

    // -- every five seconds: who was heard

    private void monitor(Effects effects) {
        SimTime now = effects.monotonic();
        List<Node> all = known();
        health.keySet().retainAll(all.stream().map(n -> n.metadata().name()).toList());
        int ready = 0;
        List<String> silent = new ArrayList<>();
        SimTime longest = now;
        for (Node node : all) {
            NodeHealth seen = observe(node, now, effects);
            if (now.since(seen.probe()).compareTo(settings.nodeMonitorPeriod().multipliedBy(3)) > 0) {
                silent.add(node.metadata().name());
                longest = seen.probe().isBefore(longest) ? seen.probe() : longest;
            }
            Node.Ready before = node.ready();
            judge(node, seen, now, effects);
            taintNoExecute(node, before, effects);
            if (seen.ready == Node.Ready.TRUE) {
                ready++;
            } else if (before == Node.Ready.TRUE) {
                markPodsNotReady(node, effects);
            }
        }
        disrupted(all, ready, now, effects);
        effects.setTimer(MONITOR, settings.nodeMonitorPeriod(), silent, longest);
    }

    private NodeHealth observe(Node node, SimTime now, Effects effects) {
        String name = node.metadata().name();
        NodeHealth seen = health.get(name);
        if (seen == null) {
            SimTime created = node.metadata().creationTimestamp();
            long age = node.ready() != Node.Ready.NONE || created == null
                    ? 0
                    : Math.max(0, effects.wall().micros() - created.micros());
            seen = new NodeHealth(new SimTime(Math.max(0, now.micros() - age)));
            health.put(name, seen);
        }
        seen.observe(node, leases == null ? null : leases.find("kube-node-lease/" + name), now);
        seen.ready = node.ready();
        return seen;
    }

    /** tryUpdateNodeHealth: Unknown after the grace period without a sign of life. */
    private void judge(Node node, NodeHealth seen, SimTime now, Effects effects) {
        boolean posted = node.ready() != Node.Ready.NONE;
        Duration grace = posted ? settings.nodeMonitorGracePeriod() : settings.nodeStartupGracePeriod();
        Duration silence = now.since(seen.probe());
        if (silence.compareTo(grace) <= 0 || node.ready() == Node.Ready.UNKNOWN) {
            return;
        }
        String name = node.metadata().name();
        effects.recordBecause(new KubernetesEvent.NodeSilent(name, silence.toMillis()), posted ? SILENT : NEVER_POSTED);
        seen.ready = Node.Ready.UNKNOWN;
        // UpdateStatus: a PUT that fails if the kubelet has posted meanwhile.
        Node unknown = node.withReady(Node.Ready.UNKNOWN, node.heartbeat());
        call(id -> new ApiRequest.Update(id, unknown, Duration.ZERO), effects);
    }

    private void markPodsNotReady(Node node, Effects effects) {
        if (pods == null) {
            return;
        }
        for (Pod pod : pods.objects()) {
            if (pod.nodeName().equals(node.metadata().name()) && pod.ready()) {
                call(
                        id -> new ApiRequest.PatchObject(
                                id, pod.key(), new Patch.PodStatus(pod.phase(), false), Duration.ZERO),
                        effects);
            }
        }
    }

    // -- taints

    private void taintNoSchedule(Node node, Effects effects) {
        patch(node, NodeTaints.noSchedule(node, effects.wall()), effects);
    }

    /** processTaintBaseEviction: by the condition that was observed before this pass. */
    private void taintNoExecute(Node node, Node.Ready observed, Effects effects) {
        EvictionQueue queue = evictions;
        if (queue == null) {
            return;
        }
        String name = node.metadata().name();
        switch (observed) {
            case TRUE -> reachable(node, queue, effects);
            case FALSE, UNKNOWN -> {
                String wanted = NodeTaints.key(observed);
                String other = observed == Node.Ready.FALSE ? NodeTaints.UNREACHABLE : NodeTaints.NOT_READY;
                if (NodeTaints.hasNoExecute(node, other)) {
                    patch(node, NodeTaints.noExecute(node, wanted, effects.wall()), effects);
                } else {
                    if (!NodeTaints.hasNoExecute(node, wanted)) {
                        queue.remove(name); // SetRemove: to be queued again
                    }
                    queue.add(name);
                    armEvictions(effects);
                }
            }
            case NONE -> {
                // nothing is known of it
            }
        }
    }

    private void reachable(Node node, EvictionQueue queue, Effects effects) {
        queue.remove(node.metadata().name());
        patch(node, NodeTaints.noExecute(node, "", effects.wall()), effects);
    }

    private void armEvictions(Effects effects) {
        EvictionQueue queue = evictions;
        if (queue == null || !queue.canEverTake()) {
            return;
        }
        long now = effects.monotonic().micros();
        long since = Math.max(queue.nextToken(now), now + 1) - started.micros();
        long pass = (since + TAINT_PASS - 1) / TAINT_PASS * TAINT_PASS + started.micros();
        effects.setTimer(EVICT, SimTime.span(pass - now));
    }

    private void taintWaiting(Effects effects) {
        EvictionQueue queue = evictions;
        if (queue == null) {
            return;
        }
        long now = effects.monotonic().micros();
        while (!queue.isEmpty() && queue.tryAccept(now)) {
            Node node = nodes == null ? null : nodes.find(queue.head());
            queue.done();
            if (node != null) {
                String key = NodeTaints.key(node.ready());
                if (!key.isEmpty()) {
                    patch(node, NodeTaints.noExecute(node, key, effects.wall()), effects);
                }
            }
        }
        armEvictions(effects);
    }

    // -- disruption of a zone

    private void disrupted(List<Node> all, int ready, SimTime now, Effects effects) {
        EvictionQueue queue = evictions;
        if (queue == null || all.isEmpty()) {
            return;
        }
        ZoneState next = ZoneState.of(ready, all.size() - ready, settings.unhealthyZoneThreshold());
        if (next == zone) {
            return;
        }
        if (zone != ZoneState.INITIAL || next != ZoneState.NORMAL) {
            effects.recordBecause(new KubernetesEvent.ZoneStateChanged("", next.word()), ZONE);
        }
        if (next == ZoneState.FULL) {
            // The only zone: master disruption mode. Whose fault is it, the nodes' or ours?
            all.forEach(node -> reachable(node, queue, effects));
            queue.rate(0, now.micros());
        } else {
            if (zone == ZoneState.FULL) {
                health.values().forEach(h -> h.reset(now));
            }
            queue.rate(rate(next, all.size()), now.micros());
        }
        zone = next;
        armEvictions(effects);
    }

    private double rate(ZoneState state, int size) {
        if (state == ZoneState.PARTIAL) {
            return size > settings.largeClusterSizeThreshold() ? settings.secondaryNodeEvictionRate() : 0;
        }
        return settings.nodeEvictionRate();
    }

    private void patch(Node node, Optional<Patch.Taints> taints, Effects effects) {
        taints.ifPresent(
                patch -> call(id -> new ApiRequest.PatchObject(id, node.key(), patch, Duration.ZERO), effects));
    }

    private void call(java.util.function.LongFunction<ApiRequest> request, Effects effects) {
        if (client != null && running) {
            client.call(request, (response, later) -> {}, effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(MONITOR)) {
            monitor(effects);
        } else if (timer.equals(EVICT)) {
            taintWaiting(effects);
        } else {
            return client != null && client.onTimer(timer, effects);
        }
        return true;
    }
}
