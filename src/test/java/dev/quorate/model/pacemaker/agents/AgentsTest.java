package dev.quorate.model.pacemaker.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.host.systemd.SystemdIpc;
import dev.quorate.model.pacemaker.cib.Agent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the resource agents answer, in OCF's numbers. */
class AgentsTest {

    @Test
    void anAddressIsThereBetweenStartAndStop() {
        AgentBench bench = new AgentBench(IpAddress2::new, Map.of("ip", "10.0.0.9"));
        assertThat(bench.run("monitor")).isEqualTo("7 10.0.0.9 is not here after 0 s");
        assertThat(bench.run("start")).isEqualTo("0 after 0 s");
        assertThat(bench.lab().holds("n1", "10.0.0.9")).isTrue();
        assertThat(bench.announced()).isEqualTo("10.0.0.9 x5 every 200 ms;");
        assertThat(bench.run("monitor")).isEqualTo("0 after 0 s");
        assertThat(bench.run("stop")).isEqualTo("0 after 0 s");
        assertThat(bench.lab().holds("n1", "10.0.0.9")).isFalse();
        assertThat(bench.run("stop")).as("stopping what is stopped").isEqualTo("0 after 0 s");
        assertThat(bench.run("promote")).isEqualTo("3 no action promote after 0 s");
    }

    @Test
    void arpCountAndIntervalAreParametersOfTheAddress() {
        AgentBench bench =
                new AgentBench(IpAddress2::new, Map.of("ip", "10.0.0.9", "arp_count", "2", "arp_interval", "50"));
        bench.run("start");
        assertThat(bench.announced()).isEqualTo("10.0.0.9 x2 every 50 ms;");
        assertThat(new AgentBench(IpAddress2::new, Map.of()).run("start")).isEqualTo("6 no parameter ip after 0 s");
    }

    @Test
    void aDummyRemembersThatItRunsAndSleepsAsLongAsItIsTold() {
        AgentBench bench = new AgentBench(TrivialService::new, Map.of("op_sleep", "3"));
        assertThat(bench.run("monitor")).isEqualTo("7 it does not run after 0 s");
        assertThat(bench.run("start")).isEqualTo("0 after 3 s");
        assertThat(bench.run("monitor")).isEqualTo("0 after 0 s");
        assertThat(bench.run("stop")).isEqualTo("0 after 3 s");
        assertThat(bench.run("monitor")).isEqualTo("7 it does not run after 0 s");
        assertThat(bench.run("migrate")).isEqualTo("3 no action migrate after 3 s");
    }

    /** A service manager that answers what it is told to, each answer once; the last one again and again. */
    private static final class Manager implements Machine {
        private final ArrayDeque<String> answers;
        private String asked = "";

        Manager(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public void onStart(Effects effects) {}

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            String answer = answers.size() > 1 ? answers.remove() : answers.element();
            asked += message.getClass().getSimpleName() + " ";
            if (message instanceof SystemdIpc.UnitStatus status) {
                asked += status.unit() + ";";
                effects.tell(from, state(status.request() + 100, status.unit(), "failed"));
                effects.tell(from, state(status.request(), status.unit(), answer));
            } else if (message instanceof SystemdIpc.StartUnit start) {
                asked += start.unit() + ";";
                effects.tell(from, new SystemdIpc.JobDone(start.request() + 100, start.unit(), "start", "timeout", ""));
                effects.tell(from, new SystemdIpc.JobDone(start.request(), start.unit(), "start", answer, ""));
            } else if (message instanceof SystemdIpc.StopUnit stop) {
                asked += stop.unit() + ";";
                effects.tell(from, new SystemdIpc.JobDone(stop.request(), stop.unit(), "stop", answer, ""));
            }
        }
    }

    private static SystemdIpc.UnitState state(long request, String unit, String active) {
        return new SystemdIpc.UnitState(request, unit, "loaded", active, "", "success", "", true, false, 0);
    }

    private static String unit(String task, String... answers) {
        AgentBench bench = new AgentBench(() -> new SystemdUnit("kubelet"), Map.of());
        Manager manager = new Manager(answers);
        bench.lab().start("n1", "systemd", () -> manager);
        return bench.run(task) + " / " + manager.asked;
    }

    @Test
    void aUnitsJobAndStateBecomeOcfCodes() {
        assertThat(unit("start", "done")).isEqualTo("0 after 0 s / StartUnit kubelet.service;");
        assertThat(unit("start", "failed"))
                .isEqualTo("1 kubelet.service: job failed after 0 s / StartUnit kubelet.service;");
        assertThat(unit("start", "not-found"))
                .isEqualTo("5 kubelet.service: job not-found after 0 s / StartUnit kubelet.service;");
        assertThat(unit("stop", "done")).isEqualTo("0 after 0 s / StopUnit kubelet.service;");
        assertThat(unit("stop", "not-found")).isEqualTo("0 after 0 s / StopUnit kubelet.service;");
        assertThat(unit("stop", "canceled"))
                .isEqualTo("1 kubelet.service: job canceled after 0 s / StopUnit kubelet.service;");
        assertThat(unit("monitor", "active")).isEqualTo("0 after 0 s / UnitStatus kubelet.service;");
        assertThat(unit("monitor", "inactive"))
                .isEqualTo("7 kubelet.service is inactive after 0 s / UnitStatus kubelet.service;");
        assertThat(unit("monitor", "activating", "deactivating", "failed"))
                .isEqualTo("7 kubelet.service is failed after 4 s / UnitStatus kubelet.service;"
                        + "UnitStatus kubelet.service;UnitStatus kubelet.service;");
        assertThat(unit("promote", "done")).isEqualTo("3 no action promote after 0 s / ");
    }

    @Test
    void withoutServiceManagerAUnitFails() {
        AgentBench bench = new AgentBench(() -> new SystemdUnit("a.timer"), Map.of());
        assertThat(bench.run("start")).isEqualTo("1 no service manager after 0 s");
    }

    /** What is asked and answered. */
    private record Word(String word) implements Message {}

    /** Answers a word with the next. */
    private static final class Server implements Machine {
        private final Map<String, String> answers;

        Server(Map<String, String> answers) {
            this.answers = answers;
        }

        @Override
        public void onStart(Effects effects) {
            effects.listen(6443);
        }

        @Override
        public void onReceived(ConnectionId connection, Message message, Effects effects) {
            effects.send(connection, new Word(answers.getOrDefault(((Word) message).word(), "?")));
        }
    }

    private static final class Probe implements HealthCheck.Probe {
        @Override
        public Endpoint endpoint(AgentHost host, Effects effects) {
            return new Endpoint("10.0.0.1", 6443);
        }

        @Override
        public Message opening() {
            return new Word("hello");
        }

        @Override
        public List<Message> next(Message received) {
            return ((Word) received).word().equals("welcome") ? List.of(new Word("healthy?")) : List.of();
        }

        @Override
        public Optional<String> complaint(Message answer) {
            String word = ((Word) answer).word();
            return word.equals("ok") ? Optional.empty() : Optional.of("said " + word);
        }
    }

    private static AgentBench health(String answer) {
        AgentBench bench = new AgentBench(() -> new HealthCheck(new Probe()), Map.of());
        if (!answer.isEmpty()) {
            bench.lab().start("n1", "server", () -> new Server(Map.of("hello", "welcome", "healthy?", answer)));
        }
        return bench;
    }

    @Test
    void aHealthCheckAsksTheServerOnceItWasStarted() {
        AgentBench bench = health("ok");
        assertThat(bench.run("monitor")).isEqualTo("7 not started after 0 s");
        assertThat(bench.run("start")).isEqualTo("0 after 0 s");
        assertThat(bench.run("monitor")).isEqualTo("0 after 0 s");
        assertThat(bench.run("stop")).isEqualTo("0 after 0 s");
        assertThat(bench.run("monitor")).isEqualTo("7 not started after 0 s");
        assertThat(bench.run("promote")).isEqualTo("3 no action promote after 0 s");
    }

    @Test
    void anUnhealthyOrAbsentServerIsAnError() {
        assertThat(health("sick").run("start")).isEqualTo("1 said sick after 0 s");
        assertThat(health("").run("start")).startsWith("1 ").contains("refused");
    }

    @Test
    void theFirstAnswerOfAnAgentCounts() {
        TrivialService run = new TrivialService();
        run.finish(Ocf.ERR_GENERIC, "first");
        run.finish(Ocf.SUCCESS, "second");
        assertThat(run.rc() + " " + run.reason()).isEqualTo("1 first");
    }

    @Test
    void theCatalogKnowsUnitsOfAnyNameAndTheAgentsItWasGiven() {
        AgentCatalog catalog = AgentCatalog.standard();
        assertThat(catalog.run(Agent.parse("systemd:anything"))).containsInstanceOf(SystemdUnit.class);
        assertThat(catalog.run(Agent.parse("ocf:heartbeat:IPaddr2"))).containsInstanceOf(IpAddress2.class);
        assertThat(catalog.run(Agent.parse("ocf:pacemaker:Dummy"))).containsInstanceOf(TrivialService.class);
        assertThat(catalog.run(Agent.parse("ocf:quorate:apiserver-health"))).isEmpty();
        catalog.withHealthCheck(new Probe());
        assertThat(catalog.run(Agent.parse("ocf:quorate:apiserver-health"))).containsInstanceOf(HealthCheck.class);
    }

    @Test
    void anAddressChangesSixTenthsIntoTheRun() {
        AgentBench bench = new AgentBench(IpAddress2::new, Map.of("ip", "10.0.0.9"));
        long[] held = new long[1];
        bench.lab()
                .onAddress(
                        (host, address, begins) -> held[0] = bench.lab().now().micros());
        bench.run("start");
        double share = held[0] / (double) bench.lab().now().micros();
        assertThat(share).isBetween(0.55, 0.61);
        assertThat(bench.lab().now().micros()).isLessThan(Duration.ofSeconds(1).toNanos() / 1_000);
    }
}
