package dev.quorate.model.kubernetes;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.time.Duration;

/** Settings of the prober ({@code cluster.prober}): the client that watches the API's availability from outside. */
public record ProberSettings(
        @Setting(value = "1s", meaning = "pause between probes", source = "ours: a probe is no part of Kubernetes")
        Duration interval,

        @Setting(value = "2s", meaning = "when a probe counts as failed", source = "ours: what a person waits")
        Duration timeout,

        @Setting(
                value = "/etc/kubernetes/admin.conf",
                meaning = "kubeconfig: the server it probes and whose client it is",
                source = "kubeadm's administrator file")
        String kubeconfig) {

    public static ProberSettings defaults() {
        return Settings.defaults(ProberSettings.class);
    }
}
