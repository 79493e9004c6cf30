package dev.quorate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.PowerAction;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.WriteBatch;
import dev.quorate.simulation.engine.Budget;
import dev.quorate.simulation.engine.BudgetExceededException;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.simulation.host.HostCommand;
import dev.quorate.simulation.host.MachineFailedException;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClientEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EngineTest {

    private static final DrivenSystem SYSTEM = DrivenSystem.create();

    @AfterAll
    static void close() {
        SYSTEM.close();
    }

    private record Token(int hops) implements Message {}

    /** Passes a token round and counts on its disk. */
    private static final class Passer implements Machine {
        @Override
        public void onStart(Effects effects) {
            effects.listenDatagrams(9);
            effects.record(new ClientEvent.ErrorSeen(
                    "disk", "count " + effects.read("count").orElse(0)));
            if (effects.host().equals("h1")) {
                effects.setTimer(Timer.of("begin"), Duration.ofSeconds(1));
            }
            effects.setTimer(Timer.of("silence"), Duration.ofSeconds(5), others(effects));
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            if (timer.name().equals("begin")) {
                pass(1, effects);
            } else {
                effects.record(new ClientEvent.ErrorSeen("ring", "silent"));
                effects.setTimer(Timer.of("silence"), Duration.ofSeconds(5), others(effects));
            }
        }

        @Override
        public void onDatagram(Endpoint from, int port, Message message, Effects effects) {
            effects.setTimer(Timer.of("silence"), Duration.ofSeconds(5), others(effects));
            int hops = ((Token) message).hops();
            effects.persist(WriteBatch.of("count", hops), hops);
        }

        @Override
        public void onPersisted(long token, Effects effects) {
            pass((int) token + 1, effects);
        }

        private static List<String> others(Effects effects) {
            return List.of(effects.host().equals("h1") ? "h2" : "h1");
        }

        private static void pass(int hops, Effects effects) {
            String to = effects.host().equals("h1") ? "192.168.15.202" : "192.168.15.201";
            effects.sendDatagram(9, new Endpoint(to, 9), new Token(hops));
        }
    }

    private static Bench ring(long seed) {
        return new Bench()
                .seed(seed)
                .host("h1", "192.168.15.201", "passer")
                .host("h2", "192.168.15.202", "passer")
                .kind("passer", Passer::new);
    }

    @Test
    void theSameSeedGivesTheSameTraceAndAnotherSeedAnotherOne() {
        assertThat(run(7)).isEqualTo(run(7)).isNotEqualTo(run(8));
    }

    private static String run(long seed) {
        Bench bench = ring(seed);
        try (RunningSimulation run = bench.start(SYSTEM)) {
            run.runUntil(SimTime.ofSeconds(10));
            run.world().host("h2").power(PowerAction.REBOOT);
            run.runUntil(SimTime.ofSeconds(100));
            return bench.trace().toString();
        }
    }

    @Test
    void silenceHasItsCauses() {
        Bench bench = ring(1);
        try (RunningSimulation run = bench.start(SYSTEM)) {
            run.runUntil(SimTime.ofSeconds(10));
            run.world().host("h2").power(PowerAction.OFF);
            run.runUntil(SimTime.ofSeconds(16));
        }
        var off = bench.trace().stream()
                .filter(r -> r.event().describe().equals("lost power"))
                .findFirst()
                .orElseThrow();
        var silent = bench.trace().stream()
                .filter(r -> r.event().describe().contains("silent"))
                .findFirst()
                .orElseThrow();
        assertThat(silent.causes()).contains(off.id());
        assertThat(silent.host()).isEqualTo("h1");
    }

    @Test
    void aPowerLossLosesWhatWasNotSynced() {
        Bench bench = ring(3);
        try (RunningSimulation run = bench.start(SYSTEM)) {
            run.runUntil(SimTime.ofSeconds(10));
            run.world().host("h2").power(PowerAction.REBOOT);
            run.runUntil(SimTime.ofSeconds(150));
        }
        List<String> counts = bench.trace().stream()
                .filter(r -> r.host().equals("h2"))
                .map(r -> r.event().describe())
                .filter(d -> d.contains("count"))
                .toList();
        assertThat(counts).hasSize(2);
        assertThat(counts.get(0)).endsWith("count 0");
        assertThat(counts.get(1)).doesNotEndWith("count 0");
    }

    @Test
    void aPausedProcessIsOfferedItsDueTimersWhenItGoesOn() {
        Bench bench = ring(4);
        try (RunningSimulation run = bench.start(SYSTEM)) {
            run.runUntil(SimTime.ofSeconds(10));
            for (String host : List.of("h1", "h2")) {
                run.world().tellHost(host, new HostCommand.Kill("passer", Signal.STOP, List.of()));
            }
            run.runUntil(SimTime.ofSeconds(30));
            assertThat(bench.lines()).doesNotContain("silent");
            run.world().tellHost("h1", new HostCommand.Kill("passer", Signal.CONT, List.of()));
            run.runUntil(SimTime.ofSeconds(30).plus(Duration.ofMillis(1)));
            assertThat(bench.lines()).contains("30.000s h1/passer got from ring: silent");
        }
    }

    @Test
    void aSlowClockFiresItsTimersLate() {
        Bench bench = ring(5);
        try (RunningSimulation run = bench.start(SYSTEM)) {
            run.runUntil(SimTime.ofSeconds(10));
            run.world().host("h1").clockRate(500_000);
            run.world().host("h2").power(PowerAction.OFF);
            run.runUntil(SimTime.ofSeconds(30));
        }
        var silent = bench.trace().stream()
                .filter(r -> r.event().describe().contains("silent"))
                .findFirst()
                .orElseThrow();
        assertThat(silent.at().toSeconds()).isBetween(19.9, 20.1);
    }

    @Test
    void aFrozenMachinesClockStandsStillOrJumps() {
        assertThat(silentAfterFreeze(false)).isBetween(34.9, 35.1);
        assertThat(silentAfterFreeze(true)).isBetween(30.0, 30.01);
    }

    private static double silentAfterFreeze(boolean jumps) {
        Bench bench = ring(6);
        try (RunningSimulation run = bench.start(SYSTEM)) {
            run.runUntil(SimTime.ofSeconds(10));
            run.world().host("h2").power(PowerAction.OFF);
            run.world().host("h1").freeze(jumps);
            run.runUntil(SimTime.ofSeconds(30));
            run.world().host("h1").thaw();
            run.runUntil(SimTime.ofSeconds(40));
        }
        return bench.trace().stream()
                .filter(r -> r.event().describe().contains("silent"))
                .findFirst()
                .orElseThrow()
                .at()
                .toSeconds();
    }

    @Test
    void aLivelockedRunNamesTheSpinner() {
        Bench bench = new Bench().host("h1", "192.168.15.201", "spinner").kind("spinner", () -> new Machine() {
            @Override
            public void onStart(Effects effects) {
                effects.tell("spinner", new Token(0));
            }

            @Override
            public void onLocal(String from, Message message, Effects effects) {
                effects.tell("spinner", message);
            }
        });
        assertThatThrownBy(() -> bench.start(SYSTEM, new Budget(1_000_000, 10_000)))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("livelock")
                .hasMessageContaining("spinner on h1")
                .hasMessageContaining("Token");
    }

    @Test
    void aMachineThatThrowsFailsTheRun() {
        Bench bench = new Bench().host("h1", "192.168.15.201", "broken").kind("broken", () -> effects -> {
            throw new IllegalStateException("boom");
        });
        assertThatThrownBy(() -> bench.start(SYSTEM))
                .isInstanceOf(MachineFailedException.class)
                .hasMessageContaining("broken on h1")
                .hasMessageContaining("boom");
        assertThat(SYSTEM.rootCount()).isZero();
    }
}
