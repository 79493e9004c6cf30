package dev.quorate.model.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.model.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KubernetesSettingsTest {

    @Test
    void defaultsAreThoseOfTheRealFlags() {
        KubeControllerManagerSettings manager = KubeControllerManagerSettings.defaults();
        assertThat(manager.leaderElect()).isTrue();
        assertThat(manager.leaderElectLeaseDuration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(manager.leaderElectRenewDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(manager.leaderElectRetryPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(KubeSchedulerSettings.defaults().kubeApiQps()).isEqualTo(50);
        assertThat(KubeApiserverSettings.defaults().etcdServers()).containsExactly("http://127.0.0.1:2379");
        assertThat(KubeletSettings.defaults().nodeLeaseDurationSeconds()).isEqualTo(40);
        assertThat(ProberSettings.defaults().interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aProcessesArgumentsReplaceSettings() {
        KubeSchedulerSettings settings = Settings.with(
                KubeSchedulerSettings.defaults(),
                Map.of("leader-elect", "false", "leader-elect-lease-duration", "30s", "command", "none of ours"));
        assertThat(settings.leaderElect()).isFalse();
        assertThat(settings.leaderElectLeaseDuration()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aDeadlineThatOutlastsTheLeaseIsRefused() {
        assertThatThrownBy(() ->
                        Settings.with(KubeSchedulerSettings.defaults(), Map.of("leader-elect-renew-deadline", "15s")))
                .hasMessageContaining("leader-elect-lease-duration must be greater than");
    }

    @Test
    void clientGoVersionsBetweenTwoStandForTheOlder() {
        assertThat(ClientGo.of("0.33")).isEqualTo(ClientGo.V0_30);
        assertThat(ClientGo.of("1.20.2")).isEqualTo(ClientGo.V0_20);
        assertThatThrownBy(() -> ClientGo.of("latest")).hasMessageContaining("as 0.20 or 0.36");
    }
}
