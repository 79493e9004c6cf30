package dev.quorate.model.pacemaker.fencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.fencer.BmcMessage.Command;
import dev.quorate.model.pacemaker.fencer.BmcMessage.PowerReply;
import dev.quorate.model.pacemaker.fencer.BmcMessage.PowerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a management controller answers, and what it does to its machine's power. */
class BmcTest {

    /** Asks the controller, a command after another, half a second apart. */
    private static final class Asker implements Machine {
        private final List<Command> commands;
        private final List<String> answers = new ArrayList<>();
        private int asked;

        Asker(Command... commands) {
            this.commands = List.of(commands);
        }

        @Override
        public void onStart(Effects effects) {
            effects.listenDatagrams(BmcMessage.PORT);
            effects.setTimer(Timer.of("ask"), Duration.ZERO);
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            PowerRequest request = new PowerRequest(asked, commands.get(asked++));
            effects.sendDatagram(BmcMessage.PORT, new Endpoint("10.0.0.101", BmcMessage.PORT), request);
            if (asked < commands.size()) {
                effects.setTimer(Timer.of("ask"), Duration.ofMillis(500));
            }
        }

        @Override
        public void onDatagram(Endpoint from, int port, Message message, Effects effects) {
            PowerReply reply = (PowerReply) message;
            answers.add(effects.monotonic().micros() / 100_000 + ": " + reply.request() + " "
                    + (reply.ok() ? "ok" : reply.error()) + (reply.powered() ? ", on" : ", off"));
        }
    }

    private final Lab lab = new Lab(1).latency(Duration.ofMillis(1), Duration.ofMillis(1));

    private Asker asked(Map<String, String> arguments, Command... commands) {
        for (String host : new String[] {"n1", "n2", "n3"}) {
            lab.host(host, Map.of("cluster", "10.0.0." + host.charAt(1)));
        }
        lab.host("bmc", Map.of("cluster", "10.0.0.101"));
        lab.kind("bmc", Bmc::create);
        lab.kernel("bmc").spawn(new ProcessSpec("bmc", "bmc", arguments));
        Asker asker = new Asker(commands);
        lab.start("n3", "asker", () -> asker);
        lab.runFor(Duration.ofSeconds(10));
        return asker;
    }

    @Test
    void aWorkingOneSwitchesItsHost() {
        Asker asker = asked(Map.of("host", "n1"), Command.STATUS, Command.OFF, Command.OFF, Command.STATUS, Command.ON);
        assertThat(asker.answers)
                .containsExactly("0: 0 ok, on", "5: 1 ok, off", "10: 2 ok, off", "15: 3 ok, off", "20: 4 ok, on");
        assertThat(lab.kernel("bmc").isPowered("n1")).isTrue();
    }

    @Test
    void aSlowOneTakesItsTime() {
        Asker asker = asked(Map.of("host", "n1", "delay-millis", "2000"), Command.OFF);
        assertThat(asker.answers).containsExactly("20: 0 ok, off");
        assertThat(lab.kernel("bmc").isPowered("n1")).isFalse();
    }

    @Test
    void aFailingOneRefusesAtOnceAndChangesNothing() {
        Asker asker = asked(Map.of("host", "n1", "mode", "failing", "delay-millis", "2000"), Command.OFF);
        assertThat(asker.answers).containsExactly("0: 0 command refused, on");
        assertThat(lab.kernel("bmc").isPowered("n1")).isTrue();
    }

    @Test
    void aLyingOneSaysWhatItWasToldAndDoesNothing() {
        Asker asker =
                asked(Map.of("host", "n1", "mode", "lying"), Command.STATUS, Command.OFF, Command.STATUS, Command.ON);
        assertThat(asker.answers).containsExactly("0: 0 ok, on", "5: 1 ok, off", "10: 2 ok, off", "15: 3 ok, on");
        assertThat(lab.kernel("bmc").isPowered("n1")).isTrue();
    }

    @Test
    void aDeadOneSaysNothing() {
        assertThat(asked(Map.of("host", "n1", "mode", "dead"), Command.OFF).answers)
                .isEmpty();
    }

    @Test
    void mixedCablesSwitchAnotherHost() {
        Asker asker = asked(Map.of("host", "n1", "wired-to", "n2"), Command.OFF);
        assertThat(asker.answers).containsExactly("0: 0 ok, off");
        assertThat(lab.kernel("bmc").isPowered("n1")).isTrue();
        assertThat(lab.kernel("bmc").isPowered("n2")).isFalse();
    }

    @Test
    void itMustBeToldWhoseItIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bmc.create(new ProcessSpec("bmc1", "bmc", Map.of())))
                .withMessage("process bmc1 of kind bmc needs an argument 'host'");
    }

    @Test
    void anArmedWatchdogThatIsNotFedResetsItsHostAndHearsNoSignal() {
        lab.host("n1", Map.of("cluster", "10.0.0.1"));
        lab.kind("watchdog", Watchdog::create);
        lab.kernel("n1").spawn(new ProcessSpec("watchdog", "watchdog", Map.of("timeout-millis", "2000")));
        lab.runFor(Duration.ofSeconds(10));
        assertThat(lab.kernel("n1").isPowered("n1")).as("not armed yet").isTrue();
        for (int i = 0; i < 4; i++) {
            lab.tell("n1", "sbd", "watchdog", new WatchdogMessage());
            lab.runFor(Duration.ofMillis(1_900));
        }
        lab.signal("n1", "watchdog", dev.quorate.model.Signal.TERM);
        assertThat(lab.kernel("n1").isPowered("n1")).as("fed in time").isTrue();
        lab.runFor(Duration.ofMillis(200));
        assertThat(lab.kernel("n1").isPowered("n1")).isFalse();
    }
}
