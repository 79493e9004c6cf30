package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.InformerFactory;

/** What a controller is started with. */
public record ControllerContext(ApiClient client, InformerFactory informers, KubeControllerManagerSettings settings) {}
