package dev.quorate.model.pacemaker.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Effects;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What pacemakerd starts, starts again, adopts and stops, and in which order (daemons/pacemakerd). */
class PacemakerdTest {

    private static final List<String> ALL =
            List.of("pacemaker-based", "pacemaker-fenced", "pacemaker-execd", "pacemaker-controld");

    private final Lab lab = new Lab(1).host("n1", Map.of("cluster", "10.0.0.1"));
    private final List<String> ended = new ArrayList<>();
    private int exitCode = -1;

    /** A daemon that ends a tenth of a second after it was asked to, or with a code on a message. */
    private final class Daemon implements Machine {
        @Override
        public void onStart(Effects effects) {}

        @Override
        public void onSignal(Signal signal, Effects effects) {
            effects.setTimer(dev.quorate.model.Timer.of("end"), Duration.ofMillis(100));
        }

        @Override
        public void onTimer(dev.quorate.model.Timer timer, Effects effects) {
            ended.add(effects.process());
            effects.exit(0);
        }

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            if (message instanceof Exit exit) {
                effects.exit(exit.code());
            }
        }
    }

    private record Exit(int code) implements Message {}

    /** The service manager that pacemakerd is started by. */
    private final class Init implements Machine {
        @Override
        public void onStart(Effects effects) {
            effects.kernel().spawn(ProcessSpec.of("pacemakerd"));
        }

        @Override
        public void onChildExited(String process, int code, Effects effects) {
            exitCode = code;
        }
    }

    private void start() {
        lab.kind("pacemakerd", spec -> new Pacemakerd(spec.arguments()));
        ALL.forEach(daemon -> lab.kind(daemon, spec -> new Daemon()));
        lab.start("n1", "corosync", Daemon::new);
        lab.start("n1", "init", Init::new);
        lab.runFor(Duration.ofMillis(10));
    }

    private void exits(String daemon, int code) {
        lab.tell("n1", "test", daemon, new Exit(code));
        lab.runFor(Duration.ofMillis(10));
    }

    @Test
    void itStartsTheFourDaemons() {
        start();
        assertThat(lab.kernel("n1").processes()).containsAll(ALL);
    }

    @Test
    void whatEndsIsStartedAgain() {
        start();
        exits("pacemaker-execd", 1);
        assertThat(lab.isRunning("n1", "pacemaker-execd")).isTrue();
        lab.signal("n1", "pacemaker-fenced", Signal.KILL);
        lab.runFor(Duration.ofMillis(10));
        assertThat(lab.isRunning("n1", "pacemaker-fenced")).isTrue();
    }

    @Test
    void whatLostItsClusterLayerIsNot() {
        start();
        exits("pacemaker-execd", 102);
        assertThat(lab.isRunning("n1", "pacemaker-execd")).isFalse();
    }

    @Test
    void aFatalEndStopsTheOthersInReverseOrder() {
        start();
        exits("pacemaker-execd", 100);
        lab.runFor(Duration.ofSeconds(1));
        assertThat(ended).containsExactly("pacemaker-controld", "pacemaker-fenced", "pacemaker-based");
        assertThat(exitCode).isEqualTo(100);
    }

    @Test
    void askedToStopItStopsOneAfterTheOtherAndEnds() {
        start();
        lab.signal("n1", "pacemakerd", Signal.TERM);
        lab.runFor(Duration.ofMillis(150));
        lab.signal("n1", "pacemakerd", Signal.TERM); // once is enough
        lab.runFor(Duration.ofMillis(310));
        assertThat(ended)
                .containsExactly("pacemaker-controld", "pacemaker-execd", "pacemaker-fenced", "pacemaker-based");
        lab.runFor(Duration.ofMillis(100));
        assertThat(exitCode).isZero();
        assertThat(lab.kernel("n1").processes()).containsExactly("corosync", "init");
    }

    @Test
    void withoutCorosyncItEndsAndLeavesTheDaemons() {
        start();
        lab.signal("n1", "corosync", Signal.KILL);
        lab.runFor(Duration.ofMillis(10));
        assertThat(exitCode).isEqualTo(102);
        assertThat(lab.kernel("n1").processes()).containsAll(ALL);
    }

    @Test
    void whatRunsAlreadyIsAdoptedAndLookedAfterEverySecond() {
        ALL.forEach(daemon -> lab.start("n1", daemon, Daemon::new));
        start();
        lab.signal("n1", "pacemaker-based", Signal.KILL);
        lab.runFor(Duration.ofMillis(500));
        assertThat(lab.isRunning("n1", "pacemaker-based"))
                .as("no child: nobody tells")
                .isFalse();
        lab.runFor(Duration.ofMillis(600));
        assertThat(lab.isRunning("n1", "pacemaker-based")).isTrue();
        lab.signal("n1", "pacemaker-fenced", Signal.KILL);
        lab.runFor(Duration.ofMillis(1_100));
        assertThat(lab.isRunning("n1", "pacemaker-fenced")).as("and again").isTrue();
        lab.signal("n1", "pacemakerd", Signal.TERM);
        lab.runFor(Duration.ofSeconds(6));
        assertThat(ended).startsWith("pacemaker-controld").hasSize(4);
        assertThat(exitCode).isZero();
    }

    @Test
    void withNothingToAdoptNobodyLooks() {
        start();
        exits("pacemaker-execd", 102);
        lab.runFor(Duration.ofSeconds(3));
        assertThat(lab.isRunning("n1", "pacemaker-execd")).isFalse();
    }
}
