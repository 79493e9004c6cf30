package dev.quorate.simulation.cluster;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.pki.TlsMessage;
import dev.quorate.model.pacemaker.agents.AgentHost;
import dev.quorate.model.pacemaker.agents.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET https://127.0.0.1:6443/livez} of the host's own kube-apiserver, as {@code curl -k} does it: no client
 * certificate, and any of the server's will do.
 *
 * <p>Parameter of the resource: {@code port} (6443).
 */
final class ApiserverProbe implements HealthCheck.Probe {

    private static final int PORT = 6443;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public Endpoint endpoint(AgentHost host, Effects effects) {
        String port = host.parameters().getOrDefault("port", Integer.toString(PORT));
        String own = effects.kernel().addresses().get(0); // whatever the loopback reaches, the first address does
        return new Endpoint(own, port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : PORT);
    }

    @Override
    public Message opening() {
        return new TlsMessage.ClientHello();
    }

    @Override
    public List<Message> next(Message received) {
        return received instanceof TlsMessage.ServerHello
                ? List.of(new TlsMessage.ClientFinished(null), new ApiRequest.Probe(1, "/livez", List.of(), TIMEOUT))
                : List.of();
    }

    @Override
    public Optional<String> complaint(Message answer) {
        if (answer instanceof ApiResponse response && response.isSuccess()) {
            return Optional.empty();
        }
        return Optional.of(
                answer instanceof ApiResponse response
                        ? response.status() + " " + response.message()
                        : "no answer to /livez");
    }
}
