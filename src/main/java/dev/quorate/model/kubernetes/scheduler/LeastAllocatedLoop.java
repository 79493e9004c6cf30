package dev.quorate.model.kubernetes.scheduler;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.model.kubernetes.client.InformerFactory;
import dev.quorate.model.kubernetes.client.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds each pending pod to the node with the most CPU left; trusts its own cache, with the pods it assumed bound.
 *
 * <p>Stands for the filters NodeResourcesFit, NodeUnschedulable, TaintToleration (NoSchedule) and the score
 * LeastAllocated; ties are broken at random (selectHost).
 */
public final class LeastAllocatedLoop implements SchedulingLoop {

    private static final String RETRY = "scheduler/backoff";

    private @Nullable Throttle client;
    private @Nullable Informer<Pod> pods;
    private @Nullable Informer<Node> nodes;
    private @Nullable KubeSchedulerSettings settings;
    private final Map<String, String> assumed = new TreeMap<>();
    private final Map<String, Long> attempts = new TreeMap<>();
    private final Map<Long, String> backingOff = new TreeMap<>();
    private long nextBackoff = 1;
    private boolean running;

    @Override
    public void prepare(ApiClient given, InformerFactory informers, KubeSchedulerSettings flags, Effects effects) {
        client = new Throttle("scheduler", given, flags.kubeApiQps(), flags.kubeApiBurst());
        settings = flags;
        pods = informers.informer(Resource.PODS, "", Pod.class).handle(this::podChanged);
        nodes = informers.informer(Resource.NODES, "", Node.class).handle((change, before, node, later) -> {
            if (running && (before == null || change == Change.MODIFIED)) {
                scheduleAll(later);
            }
        });
    }

    private void podChanged(Change change, @Nullable Pod before, Pod pod, Effects effects) {
        String path = pod.key().path();
        if (change == Change.DELETED || !pod.nodeName().isEmpty()) {
            assumed.remove(path);
            attempts.remove(path);
            if (running && change == Change.DELETED) {
                scheduleAll(effects);
            }
        } else if (running) {
            schedule(pod, effects);
        }
    }

    @Override
    public void run(Effects effects) {
        running = true;
        scheduleAll(effects);
    }

    @Override
    public void stop(Effects effects) {
        running = false;
        if (client != null) {
            client.stop(effects);
        }
    }

    private void scheduleAll(Effects effects) {
        Informer<Pod> known = pods;
        if (known == null) {
            return;
        }
        for (Pod pod : new ArrayList<>(known.objects())) {
            schedule(pod, effects);
        }
    }

    private void schedule(Pod pod, Effects effects) {
        String path = pod.key().path();
        if (!pod.nodeName().isEmpty()
                || pod.metadata().isDeleting()
                || assumed.containsKey(path)
                || backingOff.containsValue(path)) {
            return;
        }
        List<Node> best = best(pod);
        if (best.isEmpty()) {
            backOff(path, effects);
            return;
        }
        bind(pod, effects.random("select-host").pick(best).metadata().name(), effects);
    }

    /** The nodes that fit it and have the most CPU left. */
    private List<Node> best(Pod pod) {
        Informer<Node> known = nodes;
        if (known == null) {
            return List.of();
        }
        Map<String, Integer> count = new TreeMap<>();
        Map<String, Integer> used = used(count);
        List<Node> best = new ArrayList<>();
        int most = -1;
        for (Node node : known.objects()) {
            int free = node.cpuMillis() - used.getOrDefault(node.metadata().name(), 0);
            if (!fits(node, pod)
                    || free < pod.cpuMillis()
                    || count.getOrDefault(node.metadata().name(), 0) >= node.maxPods()) {
                continue;
            }
            if (free > most) {
                best.clear();
                most = free;
            }
            if (free == most) {
                best.add(node);
            }
        }
        return best;
    }

    /** CPU taken of each node, with the pods assumed there; {@code count} takes the number of its pods. */
    private Map<String, Integer> used(Map<String, Integer> count) {
        Map<String, Integer> used = new TreeMap<>();
        Informer<Pod> known = pods;
        if (known != null) {
            for (Pod pod : known.objects()) {
                String node = assumed.getOrDefault(pod.key().path(), pod.nodeName());
                if (!node.isEmpty() && !pod.isTerminated()) {
                    used.merge(node, pod.cpuMillis(), Integer::sum);
                    count.merge(node, 1, Integer::sum);
                }
            }
        }
        return used;
    }

    private static boolean fits(Node node, Pod pod) {
        return !node.unschedulable()
                && node.taints().stream()
                        .allMatch(taint -> pod.tolerations().stream()
                                .anyMatch(t -> t.key().equals(taint.key())
                                        && (t.effect().isEmpty() || t.effect().equals(taint.effect()))));
    }

    private void bind(Pod pod, String node, Effects effects) {
        Throttle api = client;
        if (api == null) {
            return;
        }
        String path = pod.key().path();
        ObjectKey key = pod.key();
        assumed.put(path, node);
        api.call(
                id -> new ApiRequest.Bind(id, key, pod.metadata().uid(), node, Duration.ZERO),
                (response, later) -> {
                    if (!response.isSuccess() && assumed.remove(path) != null && running) {
                        backOff(path, later);
                    }
                },
                effects);
    }

    /** podInitialBackoff, doubled at each failure up to podMaxBackoff. */
    private void backOff(String path, Effects effects) {
        KubeSchedulerSettings flags = settings;
        if (flags == null) {
            return;
        }
        long tries = attempts.merge(path, 1L, Long::sum);
        Duration pause = flags.podInitialBackoff();
        for (long i = 1; i < tries && pause.compareTo(flags.podMaxBackoff()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        long number = nextBackoff++;
        backingOff.put(number, path);
        effects.setTimer(
                Timer.of(RETRY, number), pause.compareTo(flags.podMaxBackoff()) > 0 ? flags.podMaxBackoff() : pause);
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.name().equals(RETRY)) {
            return client != null && client.onTimer(timer, effects);
        }
        String path = backingOff.remove(timer.number());
        Informer<Pod> known = pods;
        Pod pod = path == null || known == null ? null : known.find(path);
        if (pod != null && running) {
            schedule(pod, effects);
        }
        return true;
    }
}
