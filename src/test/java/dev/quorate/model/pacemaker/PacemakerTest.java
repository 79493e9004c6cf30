package dev.quorate.model.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Settings;
import dev.quorate.model.corosync.CorosyncSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacemakerTest {

    private static CorosyncSettings token1000() {
        return PacemakerLab.with(Settings.defaults(CorosyncSettings.class), "token=1s");
    }

    @Test
    void oneDcIsElectedAndTheVipIsPlacedWhereItIsPreferred() {
        PacemakerLab lab = new PacemakerLab(1, 3, token1000(), PacemakerLab.measuredSetup(3, false))
                .startWithDcAmong(2, 3)
                .runFor(Duration.ofSeconds(15));
        assertThat(lab.dcs()).hasSize(1).isSubsetOf("n2", "n3");
        assertThat(lab.holders()).containsExactly("n1");
    }
}
