package dev.quorate.model.kubernetes;

import dev.quorate.model.Effects;
import dev.quorate.model.Message;
import dev.quorate.model.kubernetes.api.ApiAnswer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A client that a test drives: it asks through a kubeconfig and waits for the answer. */
public final class ApiCaller extends ComponentMachine {

    /** Send this; a watch when so. */
    private record Ask(LongFunction<ApiRequest> request, Duration timeout, boolean watch) implements Message {}

    public final List<ApiResponse> answers = new ArrayList<>();
    public final List<ApiAnswer.WatchEvent> events = new ArrayList<>();
    private final String kubeconfig;
    private @Nullable ApiClient client;

    public ApiCaller(String kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    /** A caller on the client's host, as administrator. */
    public static ApiCaller on(ControlPlane plane) {
        return on(plane, "client", ClusterPki.ADMIN);
    }

    public static ApiCaller on(ControlPlane plane, String host, String kubeconfig) {
        ApiCaller caller = new ApiCaller(kubeconfig);
        plane.start(host, "caller", caller);
        plane.run(0.001);
        return caller;
    }

    @Override
    public void onStart(Effects effects) {
        client = add(new ApiClient(
                "api",
                KubeconfigFile.read(kubeconfig, effects, m -> {
                            throw new IllegalStateException(m);
                        })
                        .orElseThrow(),
                true));
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        Ask ask = (Ask) message;
        ApiClient open = client;
        if (open == null) {
            throw new IllegalStateException("not started");
        }
        if (ask.watch) {
            open.watch(ask.request, (event, later) -> events.add(event), (end, later) -> answers.add(end), effects);
        } else {
            open.call(ask.request, ask.timeout, (response, later) -> answers.add(response), effects);
        }
    }

    /** Ask and run until there is an answer, a minute at most. */
    public ApiResponse ask(ControlPlane plane, String host, LongFunction<ApiRequest> request) {
        int before = answers.size();
        plane.lab.tell(host, "test", "caller", new Ask(request, Duration.ZERO, false));
        for (int i = 0; i < 6_000 && answers.size() == before; i++) {
            plane.run(0.01);
        }
        return answers.get(before);
    }

    public ApiResponse ask(ControlPlane plane, LongFunction<ApiRequest> request) {
        return ask(plane, "client", request);
    }

    /** Ask without waiting for the answer: many at once. */
    public void send(ControlPlane plane, LongFunction<ApiRequest> request) {
        plane.lab.tell("client", "test", "caller", new Ask(request, Duration.ZERO, false));
    }

    public void watch(ControlPlane plane, LongFunction<ApiRequest> request) {
        plane.lab.tell("client", "test", "caller", new Ask(request, Duration.ZERO, true));
        plane.run(0.05);
    }
}
