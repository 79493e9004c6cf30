package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.trace.EventId;
import dev.quorate.trace.LeaderElectionEvent;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a Lease object: remembers the last one it saw, whose resourceVersion and uid guard its writes
 * (resourcelock/leaselock.go).
 */
final class LeaseLock {

    /** Called with the answer and the event that recorded it. */
    @FunctionalInterface
    interface Answer {
        void on(ApiResponse response, Effects effects);
    }

    private final LeaderElectionConfig config;
    private final LeaseCalls calls;
    private final ObjectKey key;
    private final String lease;
    private @Nullable Lease cached;
    private long inFlight;
    private String inFlightVerb = "";
    private @Nullable EventId lastAnswer;

    LeaseLock(LeaderElectionConfig config, LeaseCalls calls) {
        this.config = config;
        this.calls = calls;
        this.key = ObjectKey.lease(config.namespace(), config.name());
        this.lease = config.lease();
    }

    /** The event of the newest answer, to be named as a cause. */
    EventId[] lastAnswer() {
        EventId known = lastAnswer;
        return known == null ? new EventId[0] : new EventId[] {known};
    }

    void get(Answer answer, Effects effects) {
        send(
                "get",
                "",
                0,
                id -> new ApiRequest.Get(id, key, ApiRequest.MOST_RECENT, config.requestTimeout()),
                answer,
                effects);
    }

    void create(LeaderElectionRecord record, Answer answer, Effects effects) {
        Lease fresh = record.onto(Lease.empty(config.namespace(), config.name()));
        send(
                "create",
                record.holderIdentity(),
                0,
                id -> new ApiRequest.Create(id, fresh, config.requestTimeout()),
                answer,
                effects);
    }

    void update(LeaderElectionRecord record, Answer answer, Effects effects) {
        Lease known = cached;
        if (known == null) {
            answer.on(
                    ApiResponse.error(0, LeaseCalls.NOT_SENT, "", "lease not initialized, call get or create first"),
                    effects);
            return;
        }
        if (known.metadata().name().isEmpty()) {
            answer.on(ApiResponse.error(0, LeaseCalls.NOT_SENT, "", "resource name may not be empty"), effects);
            return;
        }
        Lease changed = record.onto(known);
        send(
                "update",
                record.holderIdentity(),
                known.metadata().resourceVersion(),
                id -> new ApiRequest.Update(id, changed, config.requestTimeout()),
                answer,
                effects);
    }

    private void send(
            String verb,
            String holder,
            long resourceVersion,
            LongFunction<ApiRequest> request,
            Answer answer,
            Effects effects) {
        long call = calls.nextCall();
        inFlight = call;
        inFlightVerb = verb;
        effects.record(new LeaderElectionEvent.LeaseCalled(lease, call, verb, holder, resourceVersion));
        calls.call(
                request,
                (response, later) -> {
                    inFlight = 0;
                    answered(verb, call, response, later);
                    answer.on(response, later);
                },
                effects);
    }

    private void answered(String verb, long call, ApiResponse response, Effects effects) {
        if (response.isSuccess()) {
            cached = response.as(Lease.class);
        } else {
            failed(verb);
        }
        lastAnswer = effects.record(new LeaderElectionEvent.LeaseAnswered(
                lease,
                call,
                verb,
                response.status(),
                response.isSuccess() ? response.as(Lease.class).holderIdentity() : "",
                response.resourceVersion()));
    }

    /** Before 0.34 a failed Get left an empty object behind: "ll.lease, err = ...Get(...)". */
    private void failed(String verb) {
        if (verb.equals("get") && !config.clientGo().isAtLeast(ClientGo.V0_34)) {
            cached = Lease.empty("", "");
        }
    }

    /** The context of the call in flight is done. */
    void abort(Effects effects) {
        if (inFlight != 0) {
            calls.cancel(inFlight, effects);
            failed(inFlightVerb);
            lastAnswer = effects.record(new LeaderElectionEvent.LeaseAnswered(lease, inFlight, inFlightVerb, 0, "", 0));
            inFlight = 0;
        }
    }
}
