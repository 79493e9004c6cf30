package dev.quorate.model.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.golden.Golden;
import dev.quorate.trace.PacemakerEvent.FenceAgentCalled;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.PacemakerEvent.FenceGivenUp;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Fencing: delays, levels, retries, timeouts, races, devices that lie, people who confirm, watchdogs. */
class FencingGoldenTest {

    @Test
    void hostsAreFencedAsWritten() {
        Golden.check("fencing.txt", FencingScript::run);
    }

    /** A delay that is longer than a shot takes breaks the tie of two nodes, whatever the rest of the run is like. */
    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void aDelayBreaksTheTieOfTwoNodes(
            @ForAll @LongRange(min = 1, max = 100_000) long seed, @ForAll @IntRange(min = 4, max = 9) int seconds) {
        FencingScript fencing = FencingScript.after("seed=" + seed + " masters=2 stonith="
                + "fence-n1~fence_ipmilan~ip=10.0.0.101~pcmk_host_list=n1~pcmk_delay_base=" + seconds + "s;"
                + "fence-n2~fence_ipmilan~ip=10.0.0.102~pcmk_host_list=n2\ncut 1 | 2\nrun 20s");
        // a fenced host comes back and joins or waits; the one that was aimed at later was never off
        assertThat(fencing.since(FenceConfirmed.class))
                .extracting(FencingGoldenTest::target)
                .containsOnly("n2");
        assertThat(fencing.lab().holders()).containsExactly("n1");
    }

    /** Nothing of a later level is called before all that an earlier one has was tried; one good level is enough. */
    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void levelsAreTriedInOrderAndOneIsEnough(
            @ForAll @LongRange(min = 1, max = 100_000) long seed,
            @ForAll boolean firstWorks,
            @ForAll boolean secondWorks) {
        FencingScript fencing = FencingScript.after("seed=" + seed + " masters=3 stonith-max-attempts=1 stonith="
                + "fence-n1~fence_ipmilan~ip=10.0.0.101~pcmk_host_list=n1;"
                + "fence-pdu~fence_ipmilan~ip=10.0.0.103~pcmk_host_list=n1;"
                + "level~add~1~n1~fence-n1;level~add~2~n1~fence-pdu\n"
                + (secondWorks ? "wire 3 n1\n" : "bmc 3 failing\n")
                + (firstWorks ? "" : "bmc 1 failing\n")
                + "off n1\nrun 15s");
        List<String> called = fencing.since(FenceAgentCalled.class).stream()
                .map(r -> ((FenceAgentCalled) r.event()).device())
                .distinct()
                .toList();
        assertThat(called).isEqualTo(firstWorks ? List.of("fence-n1") : List.of("fence-n1", "fence-pdu"));
        assertThat(fencing.since(FenceConfirmed.class)).hasSize(firstWorks || secondWorks ? 1 : 0);
        assertThat(fencing.since(FenceGivenUp.class)).hasSize(firstWorks || secondWorks ? 0 : 1);
        assertThat(fencing.lab().holders().isEmpty()).isEqualTo(!firstWorks && !secondWorks);
    }

    /** A device that refuses is asked operations x hosts that can x retries times, and then never again. */
    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void aRefusingDeviceIsAskedSoOftenAndNoMore(
            @ForAll @LongRange(min = 1, max = 100_000) long seed,
            @ForAll @IntRange(min = 1, max = 4) int attempts,
            @ForAll @IntRange(min = 1, max = 3) int retries) {
        FencingScript fencing = FencingScript.after("seed=" + seed + " masters=3 stonith-max-attempts=" + attempts
                + " stonith=fence-n1~fence_ipmilan~ip=10.0.0.101~pcmk_host_list=n1~pcmk_reboot_retries=" + retries
                + "\nbmc 1 failing\noff n1\nrun 40s");
        assertThat(fencing.since(FenceAgentCalled.class)).hasSize(attempts * 2 * retries);
        assertThat(fencing.since(FenceGivenUp.class)).hasSize(1);
        assertThat(fencing.lab().holders()).isEmpty();
    }

    private static String target(TraceRecord record) {
        return ((FenceConfirmed) record.event()).target();
    }
}
