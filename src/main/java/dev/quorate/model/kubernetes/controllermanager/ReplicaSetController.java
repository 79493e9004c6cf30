package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ObjectMeta.OwnerReference;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.ReplicaSet;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.model.kubernetes.client.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps as many pods as a ReplicaSet asks for (pkg/controller/replicaset/replica_set.go).
 *
 * <p>Its expectations are its own: two processes that are active at once each create what they miss, then each delete
 * what is too much, perhaps different pods, and so on until they agree.
 */
public final class ReplicaSetController implements Controller {

    private static final String RETRY = "replicaset/retry";
    private static final int BURST = 500; // BurstReplicas
    private static final Duration MIN_RETRY = Duration.ofMillis(5); // DefaultControllerRateLimiter
    private static final Duration MAX_RETRY = Duration.ofSeconds(1_000);

    private final Expectations expectations = new Expectations();
    private final LinkedHashSet<String> queue = new LinkedHashSet<>();
    private final TreeSet<String> processing = new TreeSet<>();
    private final TreeMap<Long, String> retries = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private @Nullable Throttle client;
    private @Nullable Informer<ReplicaSet> sets;
    private @Nullable Informer<Pod> pods;
    private int workers = 1;
    private long nextRetry = 1;
    private boolean running;

    /** A batch of creations or deletions that is waited for. */
    private static final class Batch {
        int open;
        boolean failed;
    }

    @Override
    public String name() {
        return "replicaset";
    }

    @Override
    public void start(ControllerContext context, Started next, Effects effects) {
        client = context.clientOf(name());
        workers = context.settings().concurrentReplicasetSyncs();
        sets = context.informers()
                .informer(Resource.REPLICASETS, "", ReplicaSet.class)
                .handle((change, before, set, later) -> {
                    if (change == Change.DELETED) {
                        expectations.forget(set.key().path());
                    }
                    enqueue(set.key().path(), later);
                });
        pods = context.informers().informer(Resource.PODS, "", Pod.class).handle(this::podChanged);
        next.on(effects);
    }

    private void podChanged(Change change, @Nullable Pod before, Pod pod, Effects effects) {
        if (pod.metadata().owner().isEmpty()) {
            return;
        }
        OwnerReference owner = pod.metadata().owner().get();
        if (!owner.kind().equals("ReplicaSet")) {
            return;
        }
        String set = pod.metadata().namespace() + "/" + owner.name();
        if (change == Change.DELETED || pod.metadata().isDeleting()) {
            expectations.deletionObserved(set, pod.key().path());
        } else if (before == null) {
            expectations.creationObserved(set);
        } else if (before.phase() == pod.phase() && before.ready() == pod.ready()) {
            return; // a binding: nothing that the set counts
        }
        enqueue(set, effects);
    }

    @Override
    public void run(Effects effects) {
        running = true;
        work(effects);
    }

    @Override
    public void stop(Effects effects) {
        running = false;
        queue.clear();
        retries.keySet().forEach(number -> effects.cancelTimer(Timer.of(RETRY, number)));
        if (client != null) {
            client.stop(effects);
        }
    }

    private void enqueue(String set, Effects effects) {
        queue.add(set);
        work(effects);
    }

    private void work(Effects effects) {
        if (!running) {
            return;
        }
        for (String set : new ArrayList<>(queue)) {
            if (processing.size() >= workers) {
                return;
            }
            if (!processing.contains(set)) {
                queue.remove(set);
                sync(set, effects);
            }
        }
    }

    private void sync(String path, Effects effects) {
        ReplicaSet set = sets == null ? null : sets.find(path);
        if (set == null || pods == null) {
            return;
        }
        processing.add(path);
        List<Pod> active = new ArrayList<>();
        for (Pod pod : pods.objects()) {
            boolean owned = pod.metadata()
                    .owner()
                    .filter(o -> o.uid().equals(set.metadata().uid()))
                    .isPresent();
            if (owned && !pod.isTerminated() && !pod.metadata().isDeleting()) {
                active.add(pod);
            }
        }
        int surplus = active.size() - set.replicas();
        if (set.metadata().isDeleting() || !expectations.satisfied(path, effects.monotonic()) || surplus == 0) {
            status(set, active, false, effects);
        } else if (surplus < 0) {
            int missing = Math.min(-surplus, BURST);
            expectations.creations(path, missing, effects.monotonic());
            create(set, active, 1, missing, effects);
        } else {
            delete(set, active, Math.min(surplus, BURST), effects);
        }
    }

    /** slowStartBatch: 1, 2, 4 ... at once, until one fails. */
    private void create(ReplicaSet set, List<Pod> active, int size, int missing, Effects effects) {
        String path = set.key().path();
        int now = Math.min(size, missing);
        Batch batch = new Batch();
        batch.open = now;
        for (int i = 0; i < now; i++) {
            Pod pod = Pod.of(set.metadata().namespace(), set.metadata().name() + "-", set.podCpuMillis());
            Pod owned = pod.withMetadata(pod.metadata()
                    .withOwner(new OwnerReference(
                            "ReplicaSet", set.metadata().name(), set.metadata().uid())));
            call(
                    id -> new ApiRequest.Create(id, owned, Duration.ZERO),
                    (response, later) -> {
                        if (!response.isSuccess()) {
                            expectations.creationObserved(path);
                            batch.failed = true;
                        }
                        if (--batch.open > 0) {
                            return;
                        }
                        int left = missing - now;
                        if (batch.failed) {
                            for (int skipped = 0; skipped < left; skipped++) {
                                expectations.creationObserved(path);
                            }
                            status(set, active, true, later);
                        } else if (left > 0) {
                            create(set, active, now * 2, left, later);
                        } else {
                            status(set, active, false, later);
                        }
                    },
                    effects);
        }
    }

    /** ActivePodsWithRanks: unbound, pending and not ready ones go first, then the younger; ties fall as they may. */
    private void delete(ReplicaSet set, List<Pod> active, int count, Effects effects) {
        String path = set.key().path();
        List<Pod> ranked = new ArrayList<>(active);
        effects.random("replicaset/pods").shuffle(ranked); // listed from a Go map
        Map<String, Integer> together = new TreeMap<>();
        active.forEach(pod -> together.merge(pod.nodeName(), 1, Integer::sum));
        ranked.sort(Comparator.comparing((Pod p) -> !p.nodeName().isEmpty())
                .thenComparing(p -> p.phase() != Pod.Phase.PENDING)
                .thenComparing(Pod::ready)
                .thenComparing(p -> -together.getOrDefault(p.nodeName(), 0))
                .thenComparing(ReplicaSetController::negativeAge));
        List<Pod> chosen = ranked.subList(0, count);
        expectations.deletions(path, chosen.stream().map(p -> p.key().path()).toList(), effects.monotonic());
        Batch batch = new Batch();
        batch.open = count;
        for (Pod pod : chosen) {
            call(
                    id -> new ApiRequest.Delete(id, pod.key(), pod.metadata().uid(), false, Duration.ZERO),
                    (response, later) -> {
                        if (!response.isSuccess()) {
                            expectations.deletionObserved(path, pod.key().path());
                            batch.failed |= !response.isNotFound();
                        }
                        if (--batch.open == 0) {
                            status(set, active, batch.failed, later);
                        }
                    },
                    effects);
        }
    }

    /** Timestamps have seconds: younger ones first. */
    private static long negativeAge(Pod pod) {
        dev.quorate.time.SimTime created = pod.metadata().creationTimestamp();
        return created == null ? 0 : -(created.micros() / 1_000_000);
    }

    private void status(ReplicaSet set, List<Pod> active, boolean failed, Effects effects) {
        int ready = (int) active.stream().filter(Pod::ready).count();
        if (set.statusReplicas() == active.size() && set.readyReplicas() == ready) {
            finished(set.key().path(), failed, effects);
            return;
        }
        ReplicaSet counted = set.withStatus(active.size(), ready);
        call(
                id -> new ApiRequest.Update(id, counted, Duration.ZERO),
                (response, later) ->
                        finished(set.key().path(), failed || (!response.isSuccess() && !response.isNotFound()), later),
                effects);
    }

    private void finished(String path, boolean failed, Effects effects) {
        processing.remove(path);
        if (!running) {
            return;
        }
        if (failed) {
            int times = failures.merge(path, 1, Integer::sum);
            Duration pause = MIN_RETRY.multipliedBy(1L << Math.min(times - 1, 18));
            long number = nextRetry++;
            retries.put(number, path);
            effects.setTimer(Timer.of(RETRY, number), pause.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : pause);
        } else {
            failures.remove(path);
        }
        work(effects);
    }

    private void call(
            java.util.function.LongFunction<ApiRequest> request,
            dev.quorate.model.kubernetes.client.ApiClient.Reply reply,
            Effects effects) {
        if (client != null && running) {
            client.call(request, reply, effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.name().equals(RETRY)) {
            return client != null && client.onTimer(timer, effects);
        }
        String path = retries.remove(timer.number());
        if (path != null) {
            enqueue(path, effects);
        }
        return true;
    }
}
