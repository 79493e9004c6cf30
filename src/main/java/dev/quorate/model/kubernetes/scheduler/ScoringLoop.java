package dev.quorate.model.kubernetes.scheduler;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.ObjectMeta.OwnerReference;
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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Binds each pending pod to the node with the best score; trusts its own cache, with the pods it assumed bound.
 *
 * <p>Stands for the filters NodeResourcesFit, NodeUnschedulable, TaintToleration (NoSchedule) and the scores
 * LeastAllocated (weight 1) and PodTopologySpread over hosts (weight 2, the system's default constraints); ties are broken
 * at random (selectHost).
 */
public final class ScoringLoop implements SchedulingLoop {

    private static final String RETRY = "scheduler/backoff";

    private @Nullable Throttle client;
    private @Nullable Informer<Pod> pods;
    private @Nullable Informer<Node> nodes;
    private @Nullable KubeSchedulerSettings settings;
    private final NodeUse use = new NodeUse();
    /** Pods without a node, as heard. */
    private final TreeSet<String> pending = new TreeSet<>();

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
        heard(path, change, pod);
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

    private void heard(String path, Change change, Pod pod) {
        if (change == Change.DELETED || pod.isTerminated()) {
            use.remove(path);
        } else if (!pod.nodeName().isEmpty()) {
            use.place(path, pod.nodeName(), pod.cpuMillis(), owner(pod));
        }
        if (change == Change.DELETED || !pod.nodeName().isEmpty()) {
            pending.remove(path);
        } else {
            pending.add(path);
        }
    }

    private static String owner(Pod pod) {
        return pod.metadata().owner().map(OwnerReference::uid).orElse("");
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
        for (String path : List.copyOf(pending)) {
            Pod pod = known.find(path);
            if (pod != null) {
                schedule(pod, effects);
            }
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

    /** The nodes that fit it and have the best score. */
    private List<Node> best(Pod pod) {
        Informer<Node> known = nodes;
        if (known == null) {
            return List.of();
        }
        String owner = owner(pod);
        List<Node> fitting = new ArrayList<>();
        int crowded = 0;
        for (Node node : known.objects()) {
            String name = node.metadata().name();
            if (fits(node, pod)
                    && node.cpuMillis() - use.cpuMillis(name) >= pod.cpuMillis()
                    && use.pods(name) < node.maxPods()) {
                fitting.add(node);
                crowded = Math.max(crowded, use.ofOwner(name, owner));
            }
        }
        List<Node> best = new ArrayList<>();
        long most = -1;
        for (Node node : fitting) {
            long score = score(node, pod, owner, crowded);
            if (score > most) {
                best.clear();
                most = score;
            }
            if (score == most) {
                best.add(node);
            }
        }
        return best;
    }

    /** Each plugin gives up to 100 points, in thousandths here. */
    private long score(Node node, Pod pod, String owner, int crowded) {
        String name = node.metadata().name();
        int left = node.cpuMillis() - use.cpuMillis(name) - pod.cpuMillis();
        long leastAllocated = node.cpuMillis() == 0 ? 0 : left * 100_000L / node.cpuMillis();
        long spread = crowded == 0 ? 100_000 : (crowded - use.ofOwner(name, owner)) * 100_000L / crowded;
        return leastAllocated + 2 * spread;
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
        use.place(path, node, pod.cpuMillis(), owner(pod));
        api.call(
                id -> new ApiRequest.Bind(id, key, pod.metadata().uid(), node, Duration.ZERO),
                (response, later) -> {
                    if (!response.isSuccess() && assumed.remove(path) != null) {
                        use.remove(path); // forgotten; where it really is will be heard
                        if (running) {
                            backOff(path, later);
                        }
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
