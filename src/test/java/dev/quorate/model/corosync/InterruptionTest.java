package dev.quorate.model.corosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Signal;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.MembershipEvent.QuorumChanged;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Short interruptions, pauses, partial cuts and loss, as measured on corosync 3.1.7 (token 1000 ms, three nodes). */
class InterruptionTest {

    private static final CorosyncSettings TOKEN_1S = RingLab.settings("token=1s");
    private static final int SEEDS = 40;

    @Test
    void aBlipReformsTheRingFromOneSecondUpAndExpelsFromTwo() {
        double[] seconds = {0.5, 1.0, 1.25, 1.5, 1.75, 2.0, 3.0, 3.6};
        int[] reformed = {2, 3, 3, 3, 3, 3, 3, 3};
        int[] lostQuorum = {0, 0, 0, 1, 2, 3, 3, 3};
        for (int i = 0; i < seconds.length; i++) {
            Shares shares = interrupt(seconds[i], false, false);
            // cut by firewall rules: rings came back some 100 to 300 ms later than here (rows 035, 039), as after
            // longer ones
            Shares longer = interrupt(seconds[i] + 0.2, false, false);
            print("blip", seconds[i], shares);
            assertPlausible("blip re-formed " + seconds[i], reformed[i], shares.reformed, longer.reformed);
            assertPlausible("blip lost quorum " + seconds[i], lostQuorum[i], shares.lostQuorum, longer.lostQuorum);
        }
    }

    @Test
    void aPausedNodeRarelySeesThatItWasWithoutQuorum() {
        double[] seconds = {0.5, 1.0, 1.4, 1.8, 2.5, 4.0, 6.0};
        int[] reformed = {0, 3, 3, 3, 3, 3, 3};
        int[] expelled = {0, 0, 0, 1, 2, 3, 3};
        for (int i = 0; i < seconds.length; i++) {
            Shares shares = interrupt(seconds[i], true, false);
            // runs followed each other, and knet is the more patient the later its link was down
            Shares again = interrupt(seconds[i], true, true);
            print("pause", seconds[i], shares);
            print("again", seconds[i], again);
            assertPlausible("pause re-formed " + seconds[i], reformed[i], shares.reformed, again.reformed);
            assertPlausible("pause expelled " + seconds[i], expelled[i], shares.expelled, again.expelled);
            assertPlausible("pause lost quorum " + seconds[i], 0, shares.lostQuorum);
            if (seconds[i] >= 4) {
                assertThat(shares.lostQuorum).isZero();
            }
        }
    }

    /** Seeing that many of three is not less likely than one in a hundred when each comes with that share. */
    private static void assertPlausible(String what, int ofThree, double... shares) {
        double ways = ofThree == 0 || ofThree == 3 ? 1 : 3;
        double best = 0;
        for (double simulated : shares) {
            // the rule of succession: none of forty is not never
            double share = (simulated * SEEDS + 1) / (SEEDS + 2);
            best = Math.max(best, ways * Math.pow(share, ofThree) * Math.pow(1 - share, 3 - ofThree));
        }
        assertThat(best)
                .as(what + ": measured " + ofThree + " of 3, simulated " + Arrays.toString(shares))
                .isGreaterThanOrEqualTo(0.01);
    }

    private record Shares(double reformed, double expelled, double lostQuorum) {}

    private static Shares interrupt(double seconds, boolean pause, boolean again) {
        int reformed = 0;
        int expelled = 0;
        int lost = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            RandomStream random = RandomStream.of(seed);
            RingLab ring =
                    new RingLab(seed, 3, TOKEN_1S).settled(random, Duration.ofSeconds(12), Duration.ofSeconds(14));
            if (again) {
                ring.signal(1, Signal.STOP);
                ring.runFor(Duration.ofMillis(2500));
                ring.signal(1, Signal.CONT);
                ring.runFor(random.uniform(Duration.ofMillis(3500), Duration.ofSeconds(10)));
            }
            SimTime from = ring.lab().now();
            if (pause) {
                ring.signal(1, Signal.STOP);
            } else {
                ring.isolate(1);
            }
            ring.runFor(Duration.ofMillis((long) (seconds * 1000)));
            if (pause) {
                ring.signal(1, Signal.CONT);
            } else {
                ring.heal();
            }
            ring.runFor(Duration.ofSeconds(7));
            reformed += ring.count(from, 2, MembershipFormed.class) > 0 ? 1 : 0;
            expelled += ring.formed(from, 2, 2).isPresent() ? 1 : 0;
            lost += ring.first(from, 1, QuorumChanged.class, q -> !q.quorate()).isPresent() ? 1 : 0;
            assertThat(ring.states(1, 2, 3)).as("seed " + seed).isEqualTo("1:Q(3), 2:Q(3), 3:Q(3)");
        }
        return new Shares(reformed / (double) SEEDS, expelled / (double) SEEDS, lost / (double) SEEDS);
    }

    private static void print(String what, double seconds, Shares s) {
        System.out.printf(
                Locale.ROOT,
                "%s %.2f s: re-formed %.2f, expelled %.2f, node 1 lost quorum %.2f%n",
                what,
                seconds,
                s.reformed,
                s.expelled,
                s.lostQuorum);
    }

    @Test
    void aCutThatIsNotTransitiveMakesOneEndALoneNodeAgainAndAgain() {
        // measured, n=3: 8 or 9 memberships in 20 s, one end inquorate and alone, the others quorate
        partialCut(link -> link.equals("1>3") || link.equals("3>1"), new TreeSet<>(List.of(1, 3)), 7, 11);
    }

    @Test
    void aOneWayCutOfOneLinkIsNotTransitiveEither() {
        // measured, n=3: 8 or 9 memberships in 20 s; knet takes the link down both ways
        partialCut(link -> link.equals("1>2"), new TreeSet<>(List.of(1, 2)), 7, 11);
    }

    @Test
    void aNodeThatIsNotHeardIsCutOffCleanly() {
        // measured, n=3: one membership
        partialCut(link -> link.startsWith("1>"), new TreeSet<>(List.of(1)), 1, 1);
    }

    @Test
    void aNodeThatDoesNotHearIsCutOffCleanly() {
        // measured, n=3: one membership
        partialCut(link -> link.endsWith(">1"), new TreeSet<>(List.of(1)), 1, 1);
    }

    private static void partialCut(Predicate<String> links, TreeSet<Integer> mayBeAlone, int atLeast, int atMost) {
        for (int seed = 1; seed <= 20; seed++) {
            RingLab ring = new RingLab(seed, 3, TOKEN_1S).settled(RandomStream.of(seed));
            SimTime from = ring.lab().now();
            ring.deaf(links).runFor(Duration.ofSeconds(20));
            String end = ring.states(1, 2, 3);
            TreeSet<Integer> alone = new TreeSet<>();
            for (int id = 1; id <= 3; id++) {
                if (!ring.quorum(id).quorate()) {
                    alone.add(id);
                    assertThat(ring.quorum(id).members()).hasSize(1);
                }
                assertThat(ring.count(from, id, MembershipFormed.class))
                        .as("seed " + seed + " " + end)
                        .isBetween((long) atLeast, (long) atMost);
            }
            assertThat(alone).as("seed " + seed + " " + end).hasSize(1);
            assertThat(mayBeAlone).containsAll(alone);
        }
    }

    @Test
    @Tag("soak")
    void lossFlapsAtFivePercentAndParalysesAboveTwenty() {
        // measured, one run each of 40 s: 6, 8, 5, 4..5, 5..8, 1..2 memberships at 5, 10, 20, 30, 40, 50 %
        for (double ratio : new double[] {0.05, 0.1, 0.2, 0.3, 0.4, 0.5}) {
            int memberships = 0;
            int quorate = 0;
            int runs = 20;
            for (int seed = 1; seed <= runs; seed++) {
                RingLab ring = new RingLab(seed, 3, TOKEN_1S).settled(RandomStream.of(seed));
                SimTime from = ring.lab().now();
                ring.lab().loss(ratio).runFor(Duration.ofSeconds(40));
                memberships += (int) ring.count(from, 2, MembershipFormed.class);
                for (int id = 1; id <= 3; id++) {
                    quorate += ring.quorum(id).quorate() ? 1 : 0;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "loss %.0f %%: %.1f memberships in 40 s, %.2f of nodes quorate at the end%n",
                    ratio * 100,
                    memberships / (double) runs,
                    quorate / (3.0 * runs));
            if (ratio <= 0.05) {
                assertThat(quorate).isGreaterThan(3 * runs * 8 / 10);
            }
            if (ratio >= 0.3) {
                assertThat(quorate).isLessThan(3 * runs / 2);
            }
        }
    }
}
