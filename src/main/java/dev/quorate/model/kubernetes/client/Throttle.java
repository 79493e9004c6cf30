package dev.quorate.model.kubernetes.client;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongFunction;

/** A clientset's rate limit: QPS and burst of {@code flowcontrol.NewTokenBucketRateLimiter}; requests queue in order. */
public final class Throttle implements Component {

    private record Waiting(LongFunction<ApiRequest> request, ApiClient.Reply reply) {}

    private final ApiClient client;
    private final Timer timer;
    private final long intervalMicros;
    private final long tolerance;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

    /** When the bucket would be full again; a request moves it on by an interval. */
    private long full = Long.MIN_VALUE;

    /**
     * @param name tells the timers of one machine's limits apart
     */
    public Throttle(String name, ApiClient client, int qps, int burst) {
        this.client = client;
        timer = Timer.of(name + "/throttle");
        intervalMicros = 1_000_000L / qps;
        tolerance = intervalMicros * (burst - 1);
    }

    /** Send when the limit lets it. */
    public void call(LongFunction<ApiRequest> request, ApiClient.Reply reply, Effects effects) {
        queue.addLast(new Waiting(request, reply));
        if (queue.size() == 1) {
            drain(effects);
        }
    }

    private void drain(Effects effects) {
        long now = effects.monotonic().micros();
        while (!queue.isEmpty()) {
            long filled = Math.max(full, now);
            if (filled - now > tolerance) {
                effects.setTimer(timer, SimTime.span(filled - now - tolerance));
                return;
            }
            full = filled + intervalMicros;
            Waiting head = queue.removeFirst();
            client.call(head.request, Duration.ZERO, head.reply, effects);
        }
    }

    /** Forget what waits. */
    public void stop(Effects effects) {
        queue.clear();
        effects.cancelTimer(timer);
    }

    @Override
    public boolean onTimer(Timer due, Effects effects) {
        if (!due.equals(timer)) {
            return false;
        }
        drain(effects);
        return true;
    }
}
