package dev.quorate.model.pacemaker.executor;

import dev.quorate.golden.Golden;
import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.agents.AgentCatalog;
import dev.quorate.model.pacemaker.agents.AgentHost;
import dev.quorate.model.pacemaker.agents.AgentRun;
import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.fencer.FenceIpc;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The executor alone, between a controller and agents, in golden text.
 *
 * <pre>
 * execute CALL RESOURCE TASK INTERVAL-MS [timeout=MS] [delay=MS] [agent=A] [NAME=VALUE ...]
 * cancel CALL RESOURCE TASK INTERVAL-MS
 * server 20         a server that an agent can ask answers so; "server gone" ends it
 * fencer ok         a fencer that says so of its devices
 * kill pacemaker-controld
 * run 500
 * </pre>
 *
 * The agent {@code ocf:test:slow} takes {@code TASK=MS} and ends with {@code TASK-rc=N}; {@code ocf:test:asks} connects to
 * the server and ends with what it answers. Lines of the answer: milliseconds, and what the controller hears, the trace
 * records or the network is told by ARP.
 */
class ExecdTest {

    private final Lab lab = new Lab(1).latency(Duration.ofMillis(1), Duration.ofMillis(1));
    private final StringBuilder answer = new StringBuilder();
    private int traced;
    private int heard;

    @TestFactory
    List<DynamicTest> runsAgentsAsWritten() {
        return Golden.tests("executor.txt", script -> new ExecdTest().run(script));
    }

    /** Takes as long as it is told, and ends as it is told. */
    private static final class Slow extends AgentRun {
        private int rc;

        @Override
        public void start(String task, AgentHost host, Effects effects) {
            rc = Integer.parseInt(host.parameters().getOrDefault(task + "-rc", "0"));
            long millis = Long.parseLong(host.parameters().getOrDefault(task, "10"));
            host.after(Duration.ofMillis(millis), "done", effects);
        }

        @Override
        public void onTimer(String step, AgentHost host, Effects effects) {
            finish(rc, rc == 0 ? "" : "said " + rc);
        }
    }

    /** Asks a server over the network. */
    private static final class Asks extends AgentRun {
        @Override
        public void start(String task, AgentHost host, Effects effects) {
            host.connect(new Endpoint("10.0.0.1", 80), effects);
        }

        @Override
        public void onConnected(ConnectionId connection, AgentHost host, Effects effects) {
            effects.send(connection, new Number((int) (host.requestNumber() % 1_000)));
        }

        @Override
        public void onReceived(ConnectionId connection, Message message, AgentHost host, Effects effects) {
            finish(((Number) message).value(), "answered");
        }

        @Override
        public void onDisconnected(ConnectionId connection, ConnectionError error, AgentHost host, Effects effects) {
            finish(1, error.words());
        }
    }

    private record Number(int value) implements Message {}

    /** Answers every question with the same number; none when it is negative. */
    private record Server(int number) implements Machine {
        @Override
        public void onStart(Effects effects) {
            effects.listen(80);
        }

        @Override
        public void onReceived(ConnectionId connection, Message message, Effects effects) {
            if (number >= 0) {
                effects.send(connection, new Number(number + ((Number) message).value() - 1));
            }
        }
    }

    /** Says of every device that it is well, or that it is not. */
    private record Fencer(String says) implements Machine {
        @Override
        public void onStart(Effects effects) {}

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            if (message instanceof FenceIpc.AskDevice ask) {
                effects.tell(from, new FenceIpc.DeviceStatus(ask.device(), says.equals("ok"), says));
            }
        }
    }

    /** Writes down what it hears. */
    private final class Controller implements Machine {
        @Override
        public void onStart(Effects effects) {}

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            if (message instanceof ExecIpc.Executed executed) {
                line("executed " + executed.call() + " " + executed.operation().key() + " rc " + executed.rc()
                        + " status " + executed.opStatus()
                        + (executed.reason().isEmpty() ? "" : " (" + executed.reason() + ")"));
            } else if (message instanceof ExecIpc.Cancelled cancelled) {
                line("cancelled " + cancelled.call() + " " + cancelled.resource() + "_" + cancelled.task() + "_"
                        + cancelled.intervalMillis());
            }
        }
    }

    private void line(String text) {
        answer.append(String.format(Locale.ROOT, "%7d %s%n", lab.now().micros() / 1_000, text));
    }

    private String run(String script) {
        lab.host("n1", Map.of("cluster", "10.0.0.1"));
        AgentCatalog catalog =
                AgentCatalog.standard().with("ocf:test:slow", Slow::new).with("ocf:test:asks", Asks::new);
        lab.start("n1", "pacemaker-execd", () -> new Execd(catalog, Settings.defaults(DaemonTimings.class)));
        lab.start("n1", "pacemaker-controld", Controller::new);
        lab.afterEvent(this::trace);
        lab.runFor(Duration.ofMillis(1));
        script.lines().forEach(this::step);
        return answer.toString();
    }

    private void trace() {
        for (; heard < lab.announced().size(); heard++) {
            line("ARP " + lab.announced().get(heard));
        }
        List<TraceRecord> records = lab.trace();
        for (; traced < records.size(); traced++) {
            line("* " + records.get(traced).event().describe());
        }
    }

    private void step(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "execute" -> {
                TreeMap<String, String> options = new TreeMap<>(Map.of("timeout", "20000", "delay", "0"));
                for (int i = 5; i < words.length; i++) {
                    options.put(
                            words[i].substring(0, words[i].indexOf('=')),
                            words[i].substring(words[i].indexOf('=') + 1));
                }
                ExecIpc.Operation operation = new ExecIpc.Operation(
                        words[2],
                        Agent.parse(options.getOrDefault("agent", "ocf:test:slow")),
                        options,
                        words[3],
                        Long.parseLong(words[4]),
                        Long.parseLong(options.get("timeout")),
                        Long.parseLong(options.get("delay")));
                tell(new ExecIpc.Execute(Integer.parseInt(words[1]), operation, List.of()));
            }
            case "cancel" ->
                tell(new ExecIpc.Cancel(Integer.parseInt(words[1]), words[2], words[3], Long.parseLong(words[4])));
            case "server" -> {
                lab.signal("n1", "server", Signal.KILL);
                if (!words[1].equals("gone")) {
                    lab.start("n1", "server", () -> new Server(Integer.parseInt(words[1])));
                }
            }
            case "fencer" -> lab.start("n1", "pacemaker-fenced", () -> new Fencer(line.substring(7)));
            case "kill" -> lab.signal("n1", words[1], Signal.KILL);
            case "run" -> lab.runFor(Duration.ofMillis(Long.parseLong(words[1])));
            default -> throw new IllegalArgumentException("no such step: " + line);
        }
    }

    private void tell(Message message) {
        lab.tell("n1", "pacemaker-controld", "pacemaker-execd", message);
    }
}
