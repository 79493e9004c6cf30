package dev.quorate.model.corosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Signal;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CorosyncTest {

    private static final CorosyncSettings TOKEN_1S = RingLab.settings("token=1s");

    @Test
    void threeNodesFormOneRingAndHaveQuorum() {
        RingLab ring = new RingLab(1, 3, TOKEN_1S).startAll().runFor(Duration.ofSeconds(20));
        assertThat(ring.states(1, 2, 3)).isEqualTo("1:Q(3), 2:Q(3), 3:Q(3)");
        assertThat(ring.each(c -> c.totem().ring()).stream().distinct()).hasSize(1);
    }

    @Test
    void lossOfOneNodeTakesTokenAndConsensus() {
        RingLab ring = new RingLab(2, 3, TOKEN_1S).settled(RandomStream.of(2));
        SimTime cut = ring.lab().now();
        ring.signal(3, Signal.KILL);
        ring.runFor(Duration.ofSeconds(5));
        assertThat(ring.formed(cut, 1, 2)).isPresent();
        assertThat(ring.formed(cut, 1, 2).getAsLong()).isBetween(3327L, 3640L);
        assertThat(ring.count(cut, 1, MembershipFormed.class)).isEqualTo(1);
    }

    @Test
    void anIdleRingCostsFewEvents() {
        for (String token : new String[] {"token=1s", "token=3s"}) {
            RingLab ring = new RingLab(3, 3, RingLab.settings(token)).settled(RandomStream.of(2));
            long before = ring.lab().events();
            ring.runFor(Duration.ofSeconds(100));
            long eventsPerSecond = (ring.lab().events() - before) / 100;
            System.out.println("idle ring, " + token + ": " + eventsPerSecond + " events a second");
            assertThat(eventsPerSecond).isLessThan(70);
        }
    }
}
