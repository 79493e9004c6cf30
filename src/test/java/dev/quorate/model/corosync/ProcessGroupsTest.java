package dev.quorate.model.corosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Signal;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessGroupsTest {

    private final RingLab ring = new RingLab(11, 3, RingLab.settings("token=1s")).settled(RandomStream.of(3));

    private Talker talker(int id, Duration every) {
        ring.lab().start("n" + id, "talker", () -> new Talker(every));
        ring.runFor(Duration.ofMillis(500));
        return ring.lab().machine("n" + id, "talker", Talker.class);
    }

    @Test
    void aGroupsMembersHearTheSameInTheSameOrder() {
        Talker one = talker(1, Duration.ofMillis(70));
        Talker two = talker(2, Duration.ofMillis(30));
        Talker three = talker(3, Duration.ofMillis(50));
        ring.runFor(Duration.ofSeconds(2));
        int joined = one.heard().indexOf("+ n3 = n1 n2 n3");
        assertThat(joined).isPositive();
        assertThat(one.heard().subList(joined, one.heard().size()))
                .startsWith("+ n3 = n1 n2 n3")
                .hasSizeGreaterThan(100)
                .isEqualTo(two.heard()
                        .subList(
                                two.heard().indexOf("+ n3 = n1 n2 n3"),
                                two.heard().size()))
                .isEqualTo(three.heard().stream()
                        .filter(h -> !h.startsWith("quorate"))
                        .toList());
    }

    @Test
    void theEndOfAProcessIsALeaveAtOnce() {
        Talker one = talker(1, Duration.ZERO);
        talker(2, Duration.ZERO);
        ring.lab().signal("n2", "talker", Signal.KILL);
        ring.runFor(Duration.ofSeconds(1));
        assertThat(one.heard()).endsWith("+ n2 = n1 n2", "- n2 = n1");
    }

    @Test
    void aNodesEndIsALeaveOnlyWithTheNewRing() {
        Talker one = talker(1, Duration.ZERO);
        talker(2, Duration.ZERO);
        ring.signal(2, Signal.KILL);
        ring.runFor(Duration.ofSeconds(3));
        assertThat(one.heard()).endsWith("+ n2 = n1 n2");
        ring.runFor(Duration.ofSeconds(1));
        assertThat(one.heard()).endsWith("- n2 = n1", "quorate n1 n3");
    }

    @Test
    void corosyncsEndIsToldToItsClients() {
        Talker one = talker(1, Duration.ZERO);
        ring.signal(1, Signal.KILL);
        ring.runFor(Duration.ofSeconds(1));
        assertThat(one.heard()).endsWith("lost corosync");
    }

    @Test
    void whatIsSaidWhileARingIsFormedIsHeardOnTheNewOne() {
        Talker one = talker(1, Duration.ofMillis(100));
        Talker three = talker(3, Duration.ofMillis(100));
        ring.signal(2, Signal.KILL);
        ring.runFor(Duration.ofSeconds(8));
        assertThat(one.words()).isNotEmpty();
        assertThat(one.words().stream().filter(w -> w.host().equals("n1")).map(Talker.Word::number))
                .as("none of its own is lost")
                .isSorted()
                .hasSizeGreaterThan(75);
        assertThat(three.words())
                .isEqualTo(one.words()
                        .subList(
                                one.words().size() - three.words().size(),
                                one.words().size()));
    }
}
