package dev.quorate.model.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Settings;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HostSettingsTest {

    private final HostSettings settings = Settings.defaults(HostSettings.class);

    @Test
    void systemdDefaultsAreThoseOfItsManual() {
        HostSettings.Systemd systemd = settings.systemd();
        assertThat(systemd.defaultRestartSec()).isEqualTo(Duration.ofMillis(100));
        assertThat(systemd.defaultStartLimitIntervalSec()).isEqualTo(Duration.ofSeconds(10));
        assertThat(systemd.defaultStartLimitBurst()).isEqualTo(5);
        assertThat(systemd.defaultTimeoutStopSec()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void theHealthyDiskMeetsEtcdsAdvice() {
        RandomStream random = RandomStream.of(1);
        long[] micros = new long[10_000];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = settings.disk().draw(random).toNanos() / 1_000;
        }
        Arrays.sort(micros);
        assertThat(micros[5_000]).isBetween(1_900L, 2_100L);
        assertThat(micros[9_900]).isBetween(5_500L, 7_500L);
    }

    @Test
    void bootTakesFortySecondsInTheMedianAndNeverLessThanTheMinimum() {
        RandomStream random = RandomStream.of(1);
        long[] millis = new long[2_001];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = settings.boot().draw(random).toMillis();
        }
        Arrays.sort(millis);
        assertThat(millis[1_000]).isBetween(39_000L, 41_000L);
        assertThat(millis[0]).isGreaterThanOrEqualTo(5_000L);
    }

    @Test
    void clocksDeviateEitherWayWithinTheirBounds() {
        RandomStream random = RandomStream.of(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(settings.clock().drawOffsetMicros(random)).isBetween(-5_000L, 5_000L);
            assertThat(settings.clock().drawRatePpm(random)).isBetween(999_990L, 1_000_010L);
        }
    }
}
