package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.InformerFactory;
import dev.quorate.model.kubernetes.client.Throttle;

/** What a controller is started with. */
public record ControllerContext(ApiClient client, InformerFactory informers, KubeControllerManagerSettings settings) {

    /** A controller's own clientset: each has its rate limit (SimpleControllerClientBuilder). */
    public Throttle clientOf(String controller) {
        return new Throttle(controller, client, settings.kubeApiQps(), settings.kubeApiBurst());
    }
}
