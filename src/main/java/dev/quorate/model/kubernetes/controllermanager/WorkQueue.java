package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A controller's queue (client-go util/workqueue): a key is worked on by one worker at a time, and again later, with
 * growing pauses, when that failed.
 */
final class WorkQueue {

    /** Works on a key and says at some time how it ended. */
    interface Work {
        void on(String key, Done done, Effects effects);
    }

    /** The work on a key is over; when it failed it is tried again. */
    interface Done {
        void on(boolean failed, Effects effects);
    }

    private static final Duration MIN_RETRY = Duration.ofMillis(5); // DefaultControllerRateLimiter
    private static final Duration MAX_RETRY = Duration.ofSeconds(1_000);

    private final String timer;
    private final int workers;
    private final Work work;
    private final LinkedHashSet<String> queue = new LinkedHashSet<>();
    private final TreeSet<String> processing = new TreeSet<>();
    private final TreeMap<Long, String> waiting = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private long nextWait = 1;
    private boolean running;

    /**
     * @param controller tells the timers of one process's queues apart
     * @param workers keys worked on at once
     */
    WorkQueue(String controller, int workers, Work work) {
        this.timer = controller + "/queue";
        this.workers = workers;
        this.work = work;
    }

    void add(String key, Effects effects) {
        queue.add(key);
        drain(effects);
    }

    void addAfter(String key, Duration pause, Effects effects) {
        long number = nextWait++;
        waiting.put(number, key);
        effects.setTimer(Timer.of(timer, number), pause);
    }

    void run(Effects effects) {
        running = true;
        drain(effects);
    }

    void stop(Effects effects) {
        running = false;
        queue.clear();
        waiting.keySet().forEach(number -> effects.cancelTimer(Timer.of(timer, number)));
        waiting.clear();
    }

    boolean isRunning() {
        return running;
    }

    boolean onTimer(Timer due, Effects effects) {
        if (!due.name().equals(timer)) {
            return false;
        }
        String key = waiting.remove(due.number());
        if (key != null) {
            add(key, effects);
        }
        return true;
    }

    private void drain(Effects effects) {
        if (!running) {
            return;
        }
        for (String key : new ArrayList<>(queue)) {
            if (processing.size() >= workers) {
                return;
            }
            if (!processing.contains(key) && queue.remove(key)) {
                processing.add(key);
                work.on(key, (failed, later) -> done(key, failed, later), effects);
            }
        }
    }

    private void done(String key, boolean failed, Effects effects) {
        processing.remove(key);
        if (!running) {
            return;
        }
        if (failed) {
            int times = failures.merge(key, 1, Integer::sum);
            Duration pause = MIN_RETRY.multipliedBy(1L << Math.min(times - 1, 18));
            addAfter(key, pause.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : pause, effects);
        } else {
            failures.remove(key);
        }
        drain(effects);
    }
}
