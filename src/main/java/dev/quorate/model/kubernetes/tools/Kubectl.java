package dev.quorate.model.kubernetes.tools;

import dev.quorate.model.Effects;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.trace.ClientEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * kubectl: one command, then it exits with 0, or with 1 after the error that a person reads.
 *
 * <p>Arguments: {@code command} as typed after {@code kubectl}; {@code kubeconfig}, the administrator's by default;
 * {@code server} to go past the VIP.
 */
public final class Kubectl extends ComponentMachine {

    private final ProcessSpec spec;

    public Kubectl(ProcessSpec spec) {
        this.spec = spec;
    }

    @Override
    public void onStart(Effects effects) {
        KubectlCommand command;
        String line = spec.arguments().getOrDefault("command", "");
        try {
            if (KubectlConfig.isMeant(line)) {
                KubectlConfig.run(line, effects.kernel());
                effects.exit(0);
                return;
            }
            command = KubectlCommand.parse(line);
        } catch (IllegalArgumentException e) {
            fail("error: " + e.getMessage(), effects);
            return;
        }
        String path = spec.arguments().getOrDefault("kubeconfig", ClusterPki.ADMIN);
        Optional<Kubeconfig.Resolved> resolved =
                KubeconfigFile.read(path, effects, message -> fail("error: " + message, effects));
        if (resolved.isPresent()) {
            ApiClient client = add(new ApiClient("api", server(resolved.get()), true));
            call(client, command.request(), command.timeout(), effects);
        }
    }

    private Kubeconfig.Resolved server(Kubeconfig.Resolved config) {
        String other = spec.arguments().get("server");
        return other == null
                ? config
                : new Kubeconfig.Resolved(
                        new dev.quorate.model.Endpoint(other, config.server().port()),
                        config.certificateAuthority(),
                        config.clientCertificate());
    }

    private void call(ApiClient client, LongFunction<ApiRequest> request, Duration timeout, Effects effects) {
        client.call(
                request,
                timeout,
                (response, later) -> {
                    if (response.isSuccess()) {
                        later.exit(0);
                    } else {
                        fail(words(response), later);
                    }
                },
                effects);
    }

    private static String words(ApiResponse response) {
        return response.status() == 0
                ? "Unable to connect to the server: " + response.message()
                : "Error from server (" + response.reason() + "): " + response.message();
    }

    private static void fail(String message, Effects effects) {
        effects.record(new ClientEvent.ErrorSeen("kubectl", message));
        effects.exit(1);
    }
}
