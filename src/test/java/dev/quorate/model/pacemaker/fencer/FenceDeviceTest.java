package dev.quorate.model.pacemaker.fencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a fence device's parameters mean (pacemaker-fenced(7)). */
class FenceDeviceTest {

    private static FenceDevice device(String agent, String parameters) {
        Primitive primitive = Primitive.of("ipmi", "stonith:" + agent);
        for (String pair : parameters.split(" ")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                primitive = primitive.withParameter(
                        pair.substring(0, equals), pair.substring(equals + 1).replace('~', ' '));
            }
        }
        return new FenceDevice("ipmi", primitive);
    }

    @ParameterizedTest
    @CsvSource({
        "ip=10.0.0.1,",
        "ipaddr=10.0.0.1,",
        "'',it needs its device's address: ip=10.0.0.101",
        "ip=10.0.0.1 pcmk_reboot_retries=1,",
        "ip=10.0.0.1 pcmk_reboot_retries=9999,",
        "ip=10.0.0.1 pcmk_reboot_retries=0,'pcmk_reboot_retries=0: write a whole number of attempts, 1 to 9999'",
        "ip=10.0.0.1 pcmk_off_retries=two,'pcmk_off_retries=two: write a whole number of attempts, 1 to 9999'",
        "ip=10.0.0.1 pcmk_off_timeout=90s,",
        "ip=10.0.0.1 pcmk_off_timeout=0,",
        "ip=10.0.0.1 pcmk_off_timeout=soon,'pcmk_off_timeout=soon: write a time, 3s say'",
        "ip=10.0.0.1 pcmk_delay_max=later,'pcmk_delay_max=later: write a time, 3s say'",
        "ip=10.0.0.1 pcmk_delay_base=3s,",
        "ip=10.0.0.1 pcmk_delay_base=n1:3s;n2:0s,",
        "ip=10.0.0.1 pcmk_delay_base=n1:3s~n2:x,"
                + "'pcmk_delay_base=n1:3s n2:x: write a time, 3s say, or one for each node, m1:3s;m2:0s'",
        "ip=10.0.0.1 login=admin,"
    })
    void whatIsWrongWithItIsSaid(String parameters, String complaint) {
        assertThat(device("fence_ipmilan", parameters).complaint().orElse(null)).isEqualTo(complaint);
    }

    @Test
    void aWatchdogNeedsNoAddressAndFencesEveryNode() {
        FenceDevice watchdog = device("fence_watchdog", "pcmk_host_list=n2");
        assertThat(watchdog.isWatchdog()).isTrue();
        assertThat(watchdog.complaint()).isEmpty();
        assertThat(watchdog.canFence("n1")).isTrue();
        assertThat(device("fence_ipmilan", "").isWatchdog()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'',n1 n2",
        "pcmk_host_list=n1,n1",
        "pcmk_host_list=n1~n2,n1 n2",
        "'pcmk_host_list=n1,n2',n1 n2",
        "pcmk_host_map=n1:4;n2:5,n1 n2",
        "pcmk_host_map=n2=5,n2",
        "pcmk_host_list=n1 pcmk_host_map=n2:5,n1 n2",
        "pcmk_host_list=n3,''"
    })
    void itFencesWhomItsListOrMapNames(String parameters, String hosts) {
        FenceDevice device = device("fence_ipmilan", parameters);
        for (String node : new String[] {"n1", "n2"}) {
            assertThat(device.canFence(node)).as(node).isEqualTo(hosts.contains(node));
        }
    }

    @Test
    void attemptsAndTimeoutsAreByAction() {
        FenceDevice plain = device("fence_ipmilan", "ip=10.0.0.1");
        assertThat(plain.address()).isEqualTo("10.0.0.1");
        assertThat(device("fence_apc", "ipaddr=10.0.0.2").address()).isEqualTo("10.0.0.2");
        assertThat(plain.attempts("reboot")).isEqualTo(2);
        assertThat(plain.timeout("reboot", Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(60));
        FenceDevice set = device("fence_ipmilan", "ip=1 pcmk_reboot_retries=4 pcmk_off_timeout=90s");
        assertThat(set.attempts("reboot")).isEqualTo(4);
        assertThat(set.attempts("off")).isEqualTo(2);
        assertThat(set.timeout("off", Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(90));
        assertThat(set.timeout("reboot", Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        "'',0,0",
        "pcmk_delay_base=3s,3000,3000",
        "pcmk_delay_base=n1:3s;n2:1s,3000,3000",
        "pcmk_delay_base=n2:1s,0,0",
        "pcmk_delay_max=5s,0,5000",
        "pcmk_delay_base=3s pcmk_delay_max=5s,3000,5000",
        "pcmk_delay_base=5s pcmk_delay_max=3s,3000,3000",
        "pcmk_delay_base=n1:2s pcmk_delay_max=6s,2000,6000"
    })
    void theDelayLiesBetweenBaseAndMax(String parameters, long least, long most) {
        FenceDevice device = device("fence_ipmilan", parameters);
        RandomStream random = RandomStream.of(1);
        long low = Long.MAX_VALUE;
        long high = 0;
        for (int i = 0; i < 200; i++) {
            long millis = device.delay("n1", random).toMillis();
            low = Math.min(low, millis);
            high = Math.max(high, millis);
        }
        assertThat(low).isBetween(least, least + (most - least) / 20);
        assertThat(high).isBetween(most - (most - least) / 20, most);
    }
}
