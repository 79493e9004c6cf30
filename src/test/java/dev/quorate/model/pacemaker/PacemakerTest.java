package dev.quorate.model.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.golden.Golden;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.corosync.CorosyncSettings;
import dev.quorate.model.pacemaker.fencer.BmcMessage;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.PacemakerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PacemakerTest {

    private static CorosyncSettings token1000() {
        return PacemakerLab.with(Settings.defaults(CorosyncSettings.class), "token=1s");
    }

    private static PacemakerLab settled(long seed, boolean fencing, String... lines) {
        return new PacemakerLab(seed, 3, token1000(), PacemakerLab.measuredSetup(3, fencing, lines))
                .startWithDcAmong(2, 3)
                .runFor(Duration.ofSeconds(14));
    }

    @Test
    void oneDcIsElectedAndTheVipIsPlacedWhereItIsPreferred() {
        PacemakerLab lab = settled(1, false);
        assertThat(lab.dcs()).hasSize(1).isSubsetOf("n2", "n3");
        assertThat(lab.holders()).containsExactly("n1");
    }

    @Test
    void partitionsGoAsTheGoldenTextSays() {
        Golden.check("pacemaker-partition.txt", command -> {
            String[] words = command.split(" ");
            PacemakerLab lab = settled(
                    Long.parseLong(words[1].substring("seed=".length())),
                    words[2].equals("stonith=on"),
                    "no-quorum-policy=" + words[3].substring("policy=".length()));
            SimTime at = lab.lab().now();
            lab.partition("1|2 3").runFor(Duration.ofSeconds(7));
            return lab.golden(at);
        });
    }

    @Test
    void aColdStartTakesDcDeadtimeAndMore() {
        PacemakerLab lab = new PacemakerLab(5, 3, token1000(), PacemakerLab.measuredSetup(3, false));
        for (String host : List.of("n1", "n2", "n3")) {
            lab.startCorosync(host);
            lab.lab().kernel(host).spawn(ProcessSpec.of("pacemakerd"));
        }
        lab.runFor(Duration.ofSeconds(32));
        assertThat(lab.holders()).containsExactly("n1");
        assertThat(lab.held().get(0).from()).isBetween(SimTime.ofMillis(20_500), SimTime.ofMillis(29_400));
    }

    @Test
    void whoIsToldToStopWhenTheDcIsGoneElectsItselfAndStopsItsResourcesFirst() {
        PacemakerLab lab = settled(6, false);
        assertThat(lab.holders()).containsExactly("n1");
        lab.lab().powerOff("n2");
        lab.lab().powerOff("n3");
        lab.lab().signal("n1", "pacemakerd", Signal.TERM);
        lab.runFor(Duration.ofSeconds(30));
        assertThat(lab.lab().trace())
                .anyMatch(record -> record.event() instanceof PacemakerEvent.DcElected
                        && record.host().equals("n1"));
        assertThat(lab.released(SimTime.ZERO, "n1")).isPresent();
        assertThat(lab.lab().isRunning("n1", "pacemakerd")).isFalse();
    }

    @Test
    void aBrokenBmcIsAskedFortyTimesAndThenNoMore() {
        PacemakerLab lab = settled(2, true);
        lab.breakBmc(1, BmcMessage.Mode.FAILING, Duration.ZERO);
        SimTime at = lab.lab().now();
        lab.lab().powerOff("n1");
        lab.runFor(Duration.ofSeconds(60));
        assertThat(lab.lab().trace(PacemakerEvent.FenceAgentCalled.class)).hasSize(40);
        assertThat(lab.lab().trace(PacemakerEvent.FenceGivenUp.class)).hasSize(1);
        assertThat(lab.acquiredElsewhere(at, "n1")).isEmpty();
        lab.breakBmc(1, BmcMessage.Mode.WORKING, Duration.ZERO);
        lab.runFor(Duration.ofSeconds(60));
        assertThat(lab.acquiredElsewhere(at, "n1")).as("nothing asks again").isEmpty();
    }

    @Test
    void aMistakenConfirmationMakesADuplicate() {
        PacemakerLab lab = settled(3, true);
        lab.breakBmc(1, BmcMessage.Mode.DEAD, Duration.ZERO);
        SimTime at = lab.lab().now();
        lab.partition("1|2 3");
        lab.lab().signal("n1", "pacemaker-controld", Signal.STOP);
        lab.runFor(Duration.ofSeconds(10));
        lab.pcs("n2", "stonith confirm n1");
        lab.runFor(Duration.ofSeconds(10));
        assertThat(lab.holders()).contains("n1", "n2");
        assertThat(lab.duplicated(at)).isGreaterThan(Duration.ofSeconds(8));
    }

    @Test
    void aLyingBmcIsBelieved() {
        PacemakerLab lab = settled(4, true);
        lab.breakBmc(1, BmcMessage.Mode.LYING, Duration.ZERO);
        lab.signalAll("n1", Signal.STOP, process -> true);
        lab.runFor(Duration.ofSeconds(10));
        assertThat(lab.lab().trace(PacemakerEvent.FenceConfirmed.class)).hasSize(1);
        assertThat(lab.holders()).contains("n1").hasSize(2);
    }

    @Test
    void standbyMovesTheVipWithoutADuplicate() {
        PacemakerLab lab = settled(5, false);
        SimTime at = lab.lab().now();
        lab.pcs("n2", "node standby n1");
        lab.runFor(Duration.ofSeconds(3));
        assertThat(lab.holders()).hasSize(1).doesNotContain("n1");
        assertThat(lab.duplicated(at)).isZero();
        lab.pcs("n2", "node unstandby n1");
        lab.runFor(Duration.ofSeconds(3));
        assertThat(lab.holders()).containsExactly("n1");
    }

    @Test
    void aVipTakenAwayByHandIsPutBackWithinTheMonitorsInterval() {
        PacemakerLab lab = settled(6, false);
        lab.lab().kernel("n1").removeAddress(PacemakerLab.VIP, "by hand");
        lab.runFor(Duration.ofSeconds(12));
        assertThat(lab.holders()).containsExactly("n1");
    }

    @Test
    void aCleanStopMovesTheVipAndEndsTheDaemons() {
        PacemakerLab lab = settled(7, false);
        lab.lab().signal("n1", "pacemakerd", Signal.TERM);
        lab.runFor(Duration.ofSeconds(5));
        assertThat(lab.holders()).hasSize(1).doesNotContain("n1");
        assertThat(lab.lab().kernel("n1").processes()).containsExactly("corosync");
    }

    @Test
    void aKilledControllerIsStartedAgainAndTheDuplicateEnds() {
        PacemakerLab lab = settled(8, false);
        lab.lab().signal("n1", "pacemaker-controld", Signal.KILL);
        lab.runFor(Duration.ofSeconds(6));
        assertThat(lab.lab().isRunning("n1", "pacemaker-controld")).isTrue();
        assertThat(lab.holders()).hasSize(1);
    }

    @Test
    void anUnfedWatchdogResetsTheHostThatLostQuorum() {
        PacemakerLab lab = settled(9, false);
        lab.lab().kernel("n1").spawn(ProcessSpec.of("watchdog"));
        lab.lab().kernel("n1").spawn(ProcessSpec.of("sbd"));
        lab.runFor(Duration.ofSeconds(3)).partition("1|2 3").runFor(Duration.ofSeconds(12));
        assertThat(lab.lab().kernel("n2").isPowered("n1")).isFalse();
        assertThat(lab.holders()).doesNotContain("n1");
    }

    @Test
    void withFencingTheVipIsNeverOnTwoHosts() {
        for (long seed = 1; seed <= 12; seed++) {
            PacemakerLab lab = settled(seed, true);
            SimTime at = lab.lab().now();
            RandomStream random = RandomStream.of(seed);
            for (int i = 0; i < 4; i++) {
                strike(lab, random);
                lab.runFor(random.uniform(Duration.ofMillis(200), Duration.ofSeconds(12)));
            }
            lab.lab().heal();
            lab.runFor(Duration.ofSeconds(10));
            assertThat(lab.duplicated(at))
                    .as("seed " + seed + "\n" + lab.golden(at))
                    .isZero();
        }
    }

    private static void strike(PacemakerLab lab, RandomStream random) {
        String host = "n" + (1 + random.nextInt(3));
        switch (random.nextInt(6)) {
            case 0 -> lab.lab().powerOff(host);
            case 1 -> lab.partition(random.pick(List.of("1|2 3", "2|1 3", "3|1 2", "1|2|3")));
            case 2 -> lab.lab().heal();
            case 3 -> lab.signalAll(host, Signal.STOP, process -> true);
            case 4 -> lab.signalAll(host, Signal.CONT, process -> true);
            default -> lab.lab().signal(host, "corosync", Signal.KILL);
        }
    }

    @Test
    void fenceLevelsAreReadFromTheSettings() {
        PacemakerSettings settings = PacemakerLab.with(
                PacemakerSettings.defaults(), "stonith=level add 1 n1 ipmi;level add 2 n1 pdu-a,pdu-b");
        assertThat(PcsCommands.topology(settings))
                .isEqualTo(Map.of("n1", List.of(List.of("ipmi"), List.of("pdu-a", "pdu-b"))));
    }
}
