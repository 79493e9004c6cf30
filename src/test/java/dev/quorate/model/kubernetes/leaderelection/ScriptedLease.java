package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.ObjectMeta;
import dev.quorate.model.kubernetes.client.ApiClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Lease in memory that answers at once, fails as scripted, and writes down what it was asked. */
final class ScriptedLease implements LeaseCalls {

    /** What the next calls do: {@code ok}, {@code conflict}, {@code error}, {@code hang}; {@code ok} when empty. */
    final Deque<String> script = new ArrayDeque<>();

    final List<String> calls = new ArrayList<>();

    /** Answers that are on their way, until {@link #deliver}. */
    private final Deque<Late> late = new ArrayDeque<>();

    private record Late(long id, Supplier<ApiResponse> answer, ApiClient.Reply reply) {}

    @Nullable
    Lease lease;

    private long next = 1;
    private long revision = 1;

    void put(Lease given) {
        lease = given.withMetadata(
                ObjectMeta.of("kube-system", "lock").withUid("u1").withResourceVersion(++revision));
    }

    @Override
    public long call(LongFunction<ApiRequest> make, ApiClient.Reply reply, Effects effects) {
        long id = next++;
        ApiRequest request = make.apply(id);
        String outcome = script.isEmpty() ? "ok" : script.removeFirst();
        calls.add(request.verb() + (outcome.equals("ok") ? "" : "(" + outcome + ")"));
        switch (outcome) {
            case "hang" -> late.add(new Late(id, () -> answer(id, request), reply));
            case "conflict" -> reply.on(ApiResponse.error(id, 409, "Conflict", "modified"), effects);
            case "error" -> reply.on(ApiResponse.failed(id, "connection refused"), effects);
            default -> reply.on(answer(id, request), effects);
        }
        return id;
    }

    private ApiResponse answer(long id, ApiRequest request) {
        Lease stored = lease;
        if (request instanceof ApiRequest.Get) {
            return stored == null ? ApiResponse.error(id, 404, "NotFound", "") : ApiResponse.of(id, 200, stored);
        }
        if (request instanceof ApiRequest.Create create) {
            put((Lease) create.object());
        } else if (request instanceof ApiRequest.Update update) {
            if (stored == null
                    || stored.metadata().resourceVersion()
                            != update.object().metadata().resourceVersion()) {
                return ApiResponse.error(id, 409, "Conflict", "modified");
            }
            put((Lease) update.object());
        }
        Lease written = lease;
        if (written == null) {
            throw new IllegalStateException("no lease after " + request);
        }
        return ApiResponse.of(id, 200, written);
    }

    /** The oldest answer that was held back arrives; false when none is, or its call was given up. */
    boolean deliver(Effects effects) {
        Late oldest = late.pollFirst();
        if (oldest != null) {
            oldest.reply().on(oldest.answer().get(), effects);
        }
        return oldest != null;
    }

    @Override
    public long nextCall() {
        return next;
    }

    @Override
    public void cancel(long call, Effects effects) {
        calls.add("cancel");
        late.removeIf(l -> l.id() == call);
    }
}
