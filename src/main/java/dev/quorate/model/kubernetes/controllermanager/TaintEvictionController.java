package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.Node.Taint;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Pod.Toleration;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.model.kubernetes.client.Throttle;
import dev.quorate.trace.KubernetesEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Deletes pods from nodes with a NoExecute taint when their toleration runs out (pkg/controller/tainteviction).
 *
 * <p>Its timers are in memory and count from when this process saw the taint, not from when it was added: after a
 * failover the toleration begins anew.
 */
public final class TaintEvictionController implements Controller {

    private static final String EXPIRY = "taint-eviction/expiry";
    private static final List<String> SETTINGS = List.of(
            "cluster.kube-apiserver.default-unreachable-toleration-seconds",
            "cluster.kube-apiserver.default-not-ready-toleration-seconds");

    /** A pod's eviction, scheduled. */
    private record Scheduled(String pod, String uid, String node, int seconds) {}

    private final TreeMap<String, Long> numbers = new TreeMap<>();
    private final TreeMap<Long, Scheduled> scheduled = new TreeMap<>();
    private @Nullable Throttle client;
    private @Nullable Informer<Node> nodes;
    private @Nullable Informer<Pod> pods;
    private long next = 1;
    private boolean running;

    @Override
    public String name() {
        return "taint-eviction-controller";
    }

    @Override
    public void start(ControllerContext context, Started then, Effects effects) {
        client = context.clientOf(name());
        nodes = context.informers().informer(Resource.NODES, "", Node.class).handle((change, before, node, later) -> {
            if (running && (before == null || !before.taints().equals(node.taints()) || change == Change.DELETED)) {
                nodeChanged(node, later);
            }
        });
        pods = context.informers().informer(Resource.PODS, "", Pod.class).handle((change, before, pod, later) -> {
            if (!running) {
                return;
            }
            if (change == Change.DELETED || pod.metadata().isDeleting()) {
                cancel(pod.key().path(), later);
            } else if (before == null || !before.nodeName().equals(pod.nodeName())) {
                podChanged(pod, later);
            }
        });
        then.on(effects);
    }

    @Override
    public void run(Effects effects) {
        running = true;
        if (nodes != null) {
            List<Node> all = new ArrayList<>(nodes.objects());
            all.forEach(node -> nodeChanged(node, effects));
        }
    }

    @Override
    public void stop(Effects effects) {
        running = false;
        scheduled.keySet().forEach(number -> effects.cancelTimer(Timer.of(EXPIRY, number)));
        scheduled.clear();
        numbers.clear();
        if (client != null) {
            client.stop(effects);
        }
    }

    private void nodeChanged(Node node, Effects effects) {
        if (pods == null) {
            return;
        }
        List<Taint> taints = noExecute(node);
        if (taints.isEmpty() && numbers.isEmpty()) {
            return;
        }
        String name = node.metadata().name();
        for (Pod pod : new ArrayList<>(pods.objects())) {
            if (pod.nodeName().equals(name)) {
                process(pod, taints, effects);
            }
        }
    }

    private void podChanged(Pod pod, Effects effects) {
        Node node = nodes == null || pod.nodeName().isEmpty() ? null : nodes.find(pod.nodeName());
        if (node != null) {
            process(pod, noExecute(node), effects);
        }
    }

    private static List<Taint> noExecute(Node node) {
        return node.taints().stream()
                .filter(t -> t.effect().equals("NoExecute"))
                .toList();
    }

    /** processPodOnNode. */
    private void process(Pod pod, List<Taint> taints, Effects effects) {
        String path = pod.key().path();
        if (taints.isEmpty()) {
            cancel(path, effects);
            return;
        }
        if (pod.metadata().isDeleting() || pod.isTerminated()) {
            return;
        }
        int shortest = -1;
        for (Taint taint : taints) {
            Toleration used = tolerationOf(taint, pod);
            if (used == null) {
                cancel(path, effects);
                evict(new Scheduled(path, pod.metadata().uid(), pod.nodeName(), 0), effects);
                return;
            }
            if (used.tolerationSeconds() >= 0 && (shortest < 0 || used.tolerationSeconds() < shortest)) {
                shortest = used.tolerationSeconds();
            }
        }
        if (shortest < 0) {
            cancel(path, effects);
        } else if (!numbers.containsKey(path)) {
            long number = next++;
            numbers.put(path, number);
            scheduled.put(number, new Scheduled(path, pod.metadata().uid(), pod.nodeName(), shortest));
            effects.setTimer(Timer.of(EXPIRY, number), Duration.ofSeconds(shortest));
        }
    }

    private static @Nullable Toleration tolerationOf(Taint taint, Pod pod) {
        for (Toleration toleration : pod.tolerations()) {
            if ((toleration.key().isEmpty() || toleration.key().equals(taint.key()))
                    && (toleration.effect().isEmpty() || toleration.effect().equals(taint.effect()))) {
                return toleration;
            }
        }
        return null;
    }

    private void cancel(String path, Effects effects) {
        Long number = numbers.remove(path);
        if (number != null) {
            scheduled.remove(number);
            effects.cancelTimer(Timer.of(EXPIRY, number));
        }
    }

    private void evict(Scheduled pod, Effects effects) {
        effects.recordBecause(new KubernetesEvent.TolerationExpired(pod.pod, pod.node, pod.seconds), SETTINGS);
        Informer<Pod> informer = pods;
        Pod known = informer == null ? null : informer.find(pod.pod);
        if (client != null && known != null) {
            client.call(
                    id -> new ApiRequest.Delete(id, known.key(), pod.uid, false, Duration.ZERO),
                    (response, later) -> {},
                    effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.name().equals(EXPIRY)) {
            return client != null && client.onTimer(timer, effects);
        }
        Scheduled due = scheduled.remove(timer.number());
        if (due != null) {
            numbers.remove(due.pod);
            evict(due, effects);
        }
        return true;
    }
}
