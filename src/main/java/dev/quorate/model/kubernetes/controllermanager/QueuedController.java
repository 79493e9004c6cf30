package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.Throttle;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A controller of the usual shape: informers fill a queue, workers bring one key after the other to what is wanted. */
abstract class QueuedController implements Controller {

    private final String name;
    private final WorkQueue queue;
    private @Nullable Throttle client;

    QueuedController(String name, int workers) {
        this.name = name;
        this.queue = new WorkQueue(name, workers, this::sync);
    }

    /** Ask for informers, whose events {@link #enqueue}. */
    abstract void prepare(ControllerContext context, Effects effects);

    /** Bring one object to what is wanted; call {@code done} when that is over. */
    abstract void sync(String key, WorkQueue.Done done, Effects effects);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void start(ControllerContext context, Started next, Effects effects) {
        client = context.clientOf(name);
        prepare(context, effects);
        next.on(effects);
    }

    final void enqueue(String key, Effects effects) {
        queue.add(key, effects);
    }

    final void enqueueAfter(String key, java.time.Duration pause, Effects effects) {
        queue.addAfter(key, pause, effects);
    }

    /** Send a request as this controller; one that is no longer to work sends nothing. */
    final void call(LongFunction<ApiRequest> request, ApiClient.Reply reply, Effects effects) {
        Throttle api = client;
        if (api != null && queue.isRunning()) {
            api.call(request, reply, effects);
        }
    }

    @Override
    public void run(Effects effects) {
        queue.run(effects);
    }

    @Override
    public void stop(Effects effects) {
        queue.stop(effects);
        Throttle api = client;
        if (api != null) {
            api.stop(effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        Throttle api = client;
        return queue.onTimer(timer, effects) || (api != null && api.onTimer(timer, effects));
    }
}
