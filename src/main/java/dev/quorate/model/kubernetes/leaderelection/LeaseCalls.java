package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.client.ApiClient;
import java.time.Duration;
import java.util.function.LongFunction;

/** The way to the API that a lock uses; {@link #over} an {@link ApiClient} in all but tests. */
public interface LeaseCalls {

    /** Send a request and return its number. */
    long call(LongFunction<ApiRequest> request, ApiClient.Reply reply, Effects effects);

    /** The number that the next call will have. */
    long nextCall();

    /** Give a call up; its reply is not called. */
    void cancel(long call, Effects effects);

    static LeaseCalls over(ApiClient client, Duration timeout) {
        return new LeaseCalls() {
            @Override
            public long call(LongFunction<ApiRequest> request, ApiClient.Reply reply, Effects effects) {
                return client.call(request, timeout, reply, effects);
            }

            @Override
            public long nextCall() {
                return client.nextId();
            }

            @Override
            public void cancel(long call, Effects effects) {
                client.cancel(call, effects);
            }
        };
    }

    /** No status that {@link ApiResponse} knows: the call failed in the lock itself, nothing was sent. */
    int NOT_SENT = -1;
}
