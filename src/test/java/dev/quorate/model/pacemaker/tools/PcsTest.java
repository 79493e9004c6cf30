package dev.quorate.model.pacemaker.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quorate.model.Effects;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.host.systemd.SystemdIpc;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.based.CibIpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator's pcs asks of whom, and how it exits. */
class PcsTest {

    private final Lab lab = new Lab(1).host("n1", Map.of("cluster", "10.0.0.1"));
    private final List<String> heard = new ArrayList<>();
    private int exitCode = -1;

    /** Writes down what it hears, and answers jobs and changes unless it is mute. */
    private final class Daemon implements Machine {
        private final String result;

        Daemon(String result) {
            this.result = result;
        }

        @Override
        public void onStart(Effects effects) {}

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            heard.add(effects.process() + " " + message.getClass().getSimpleName());
            if (result.isEmpty()) {
                return;
            }
            if (message instanceof SystemdIpc.StopUnit stop) {
                heard.add(stop.unit());
                effects.tell(from, new SystemdIpc.JobDone(stop.request(), stop.unit(), "stop", result, ""));
            } else if (message instanceof SystemdIpc.StartUnit start) {
                heard.add(start.unit());
                effects.tell(from, new SystemdIpc.JobDone(start.request(), start.unit(), "start", result, ""));
            } else if (message instanceof CibIpc.CibModify modify && modify.call() > 0) {
                effects.tell(from, new CibIpc.CibModified(modify.call()));
            }
        }
    }

    /** The shell that pcs is started from. */
    private final class Shell implements Machine {
        private final String command;

        Shell(String command) {
            this.command = command;
        }

        @Override
        public void onStart(Effects effects) {
            effects.kernel().spawn(new ProcessSpec("pcs", "pcs", Map.of("command", command)));
        }

        @Override
        public void onChildExited(String process, int code, Effects effects) {
            exitCode = code;
        }
    }

    private int run(String command, String result, String... daemons) {
        lab.kind("pcs", spec -> Pcs.create(spec, Settings.defaults(DaemonTimings.class)));
        for (String daemon : daemons) {
            lab.start("n1", daemon, () -> new Daemon(result));
        }
        lab.start("n1", "shell", () -> new Shell(command));
        lab.runFor(Duration.ofSeconds(20));
        return exitCode;
    }

    @Test
    void clusterStopStopsPacemakerFirst() {
        assertThat(run("pcs cluster stop", "done", "systemd")).isZero();
        assertThat(heard)
                .containsExactly("systemd StopUnit", "pacemaker.service", "systemd StopUnit", "corosync.service");
    }

    @Test
    void clusterStartStartsCorosyncFirst() {
        assertThat(run("cluster start", "done", "systemd")).isZero();
        assertThat(heard)
                .containsExactly("systemd StartUnit", "corosync.service", "systemd StartUnit", "pacemaker.service");
    }

    @Test
    void aFailedJobEndsItWithAnError() {
        assertThat(run("cluster start", "failed", "systemd")).isEqualTo(1);
        assertThat(heard).containsExactly("systemd StartUnit", "corosync.service");
    }

    @Test
    void aJobMayLastLongerThanItsPatience() {
        assertThat(run("cluster stop", "", "systemd")).isEqualTo(-1);
        lab.runFor(Duration.ofSeconds(60));
        assertThat(exitCode).isEqualTo(-1);
    }

    @Test
    void cleanupClearsCountsThenTheHistoryThenAsksAnew() {
        assertThat(run("resource cleanup vip node=n2", "yes", "pacemaker-based"))
                .isZero();
        assertThat(heard)
                .containsExactly("pacemaker-based CibModify", "pacemaker-based CibModify", "pacemaker-based CibModify");
    }

    @Test
    void confirmNeedsANode() {
        assertThat(run("stonith confirm", "yes", "pacemaker-fenced")).isEqualTo(1);
        assertThat(heard).isEmpty();
    }

    @Test
    void confirmTellsTheFencer() {
        assertThat(run("stonith confirm n2", "yes", "pacemaker-fenced")).isZero();
        assertThat(heard).containsExactly("pacemaker-fenced Confirm");
    }

    @Test
    void withoutPacemakerItFails() {
        assertThat(run("node standby n1", "yes")).isEqualTo(1);
    }

    @Test
    void itIsPatientForHalfAMinute() {
        assertThat(run("node standby n1", "", "pacemaker-based")).isEqualTo(-1);
        lab.runFor(Duration.ofSeconds(15));
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void aSignalEndsIt() {
        run("node standby n1", "", "pacemaker-based");
        lab.signal("n1", "pcs", Signal.TERM);
        lab.runFor(Duration.ofSeconds(1));
        assertThat(exitCode).isEqualTo(143);
    }

    @Test
    void itNeedsACommand() {
        for (Map<String, String> arguments : List.<Map<String, String>>of(Map.of(), Map.of("command", " "))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pcs.create(
                            new ProcessSpec("pcs-1", "pcs", arguments), Settings.defaults(DaemonTimings.class)))
                    .withMessageStartingWith("process pcs-1 of kind pcs needs an argument 'command'");
        }
    }
}
