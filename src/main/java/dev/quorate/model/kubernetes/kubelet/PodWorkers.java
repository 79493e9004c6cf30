package dev.quorate.model.kubernetes.kubelet;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.KubeletSettings;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Patch;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.Component;
import dev.quorate.model.kubernetes.client.Informer;
import dev.quorate.trace.KubernetesEvent;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pods bound to this node and stops those that are deleted (pkg/kubelet pod workers and status manager).
 *
 * <p>A pod that does not fit any more is rejected: OutOfcpu, OutOfpods. Only the kubelet's word that a deleted pod has
 * stopped removes it from the API.
 */
final class PodWorkers implements Component {

    private enum State {
        STARTING,
        RUNNING,
        STOPPING,
        REJECTED
    }

    /** One pod on this node. */
    private static final class Work {
        final Pod pod;
        final long number;
        State state = State.STARTING;

        /** Whether it is to be removed from the API when stopped; not when it is gone there already. */
        boolean confirm;

        Work(Pod pod, long number) {
            this.pod = pod;
            this.number = number;
        }
    }

    private static final String STARTED = "pods/started";
    private static final String STOPPED = "pods/stopped";
    private static final String RETRY = "pods/retry";
    private static final Duration STOP_TIME = Duration.ofSeconds(1); // a program that ends when it is told to
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10); // status manager syncPeriod

    private final ApiClient client;
    private final KubeletSettings settings;
    private final Informer<Pod> pods;
    private final TreeMap<String, Work> works = new TreeMap<>();
    private final TreeMap<Long, Work> byNumber = new TreeMap<>();
    private long next = 1;

    PodWorkers(ApiClient client, String node, KubeletSettings settings) {
        this.client = client;
        this.settings = settings;
        pods = new Informer<>(client, Resource.PODS, "", node, Pod.class).handle(this::changed);
    }

    void start(Effects effects) {
        pods.start(effects);
    }

    private void changed(Change change, @Nullable Pod before, Pod pod, Effects effects) {
        String path = pod.key().path();
        Work work = works.get(path);
        if (work != null && !work.pod.metadata().uid().equals(pod.metadata().uid())) {
            stop(work, false, effects); // another pod of the same name
            work = null;
        }
        if (change == Change.DELETED) {
            if (work != null) {
                stop(work, false, effects);
            }
        } else if (pod.metadata().isDeleting()) {
            stop(work == null ? admit(pod, State.REJECTED) : work, true, effects);
        } else if (work == null) {
            begin(pod, effects);
        } else if (work.state == State.RUNNING && !pod.ready()) {
            post(work, Pod.Phase.RUNNING, effects);
        }
    }

    private Work admit(Pod pod, State state) {
        Work work = new Work(pod, next++);
        work.state = state;
        works.put(pod.key().path(), work);
        byNumber.put(work.number, work);
        return work;
    }

    private void begin(Pod pod, Effects effects) {
        if (pod.isTerminated()) {
            return;
        }
        if (fits(pod)) {
            Work work = admit(pod, State.STARTING);
            effects.setTimer(Timer.of(STARTED, work.number), settings.podStartTime());
        } else {
            post(admit(pod, State.REJECTED), Pod.Phase.FAILED, effects);
        }
    }

    private boolean fits(Pod pod) {
        int count = 1;
        int cpu = pod.cpuMillis();
        for (Map.Entry<String, Work> entry : works.entrySet()) {
            if (entry.getValue().state != State.REJECTED) {
                count++;
                cpu += entry.getValue().pod.cpuMillis();
            }
        }
        return count <= settings.maxPods() && cpu <= settings.cpuMillis();
    }

    private void stop(Work work, boolean confirm, Effects effects) {
        work.confirm = confirm;
        if (work.state == State.RUNNING) {
            work.state = State.STOPPING;
            effects.setTimer(Timer.of(STOPPED, work.number), STOP_TIME);
        } else if (work.state != State.STOPPING) {
            effects.cancelTimer(Timer.of(STARTED, work.number)); // no container of it runs
            work.state = State.REJECTED;
            gone(work, effects);
        }
        if (!confirm) {
            works.remove(work.pod.key().path(), work);
        }
    }

    /** It does not run any more: say so, until the API has removed it. */
    private void gone(Work work, Effects effects) {
        if (!work.confirm) {
            byNumber.remove(work.number);
            return;
        }
        client.call(
                id -> new ApiRequest.Delete(
                        id, work.pod.key(), work.pod.metadata().uid(), true, Duration.ZERO),
                Duration.ZERO,
                (response, later) -> retryUnless(response.isSuccess() || response.isNotFound(), work, later),
                effects);
    }

    private void post(Work work, Pod.Phase phase, Effects effects) {
        client.call(
                id -> new ApiRequest.PatchObject(
                        id, work.pod.key(), new Patch.PodStatus(phase, phase == Pod.Phase.RUNNING), Duration.ZERO),
                Duration.ZERO,
                (response, later) -> retryUnless(response.isSuccess() || response.isNotFound(), work, later),
                effects);
    }

    private void retryUnless(boolean done, Work work, Effects effects) {
        if (!done) {
            effects.setTimer(Timer.of(RETRY, work.number), RETRY_PAUSE);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        String name = timer.name();
        if (!name.equals(STARTED) && !name.equals(STOPPED) && !name.equals(RETRY)) {
            return pods.onTimer(timer, effects);
        }
        Work work = byNumber.get(timer.number());
        if (work == null) {
            return true;
        }
        String path = work.pod.key().path();
        if (name.equals(STARTED)) {
            work.state = State.RUNNING;
            effects.record(new KubernetesEvent.PodRunning(path));
            post(work, Pod.Phase.RUNNING, effects);
        } else if (name.equals(STOPPED)) {
            work.state = State.REJECTED;
            effects.record(new KubernetesEvent.PodStopped(path));
            gone(work, effects);
        } else if (work.state == State.RUNNING) {
            post(work, Pod.Phase.RUNNING, effects);
        } else if (work.confirm) {
            gone(work, effects);
        } else if (work.state == State.REJECTED) {
            post(work, Pod.Phase.FAILED, effects);
        }
        return true;
    }
}
