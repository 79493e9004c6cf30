package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.Effects;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.host.HostSettings;
import dev.quorate.model.host.systemd.Systemd;
import dev.quorate.model.host.systemd.SystemdIpc;
import dev.quorate.model.host.systemd.UnitFile;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.executor.ExecIpc;
import dev.quorate.model.pacemaker.executor.Execd;
import dev.quorate.time.SimTime;
import dev.quorate.trace.HostEvent.UnitStateChanged;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One host's executor, its agents and its systemd, spoken to as a controller does.
 *
 * <pre>
 * unit web ready-after=3s Type=notify Restart=on-failure     a unit; its program gets what is not an option of systemd
 * start systemd:web timeout=20s                              one operation, and its answer
 * monitor ocf:heartbeat:IPaddr2 ip=10.0.0.9 interval=5s      again and again: the first answer, then what changes
 * cancel systemd:web monitor 5s
 * kill web KILL, add 10.0.0.9, remove 10.0.0.9, run 10s
 * </pre>
 *
 * The answer is, in seconds since the block's beginning, what was recorded and what the executor answered: the return
 * code in OCF's words.
 */
final class AgentScript {

    private static final Map<Integer, String> CODES = Map.of(
            0, "ok", 1, "generic error", 3, "unimplemented", 5, "not installed", 6, "not configured", 7, "not running");

    private final Lab lab;
    private final StringBuilder answer = new StringBuilder();
    private SimTime since = SimTime.ZERO;
    private int shown;
    private int calls;

    AgentScript() {
        PacemakerSettings settings = PacemakerSettings.defaults();
        lab = new Lab(7)
                .kind("daemon", Daemon::new)
                .kind(
                        "systemd",
                        spec -> new Systemd(
                                Settings.defaults(HostSettings.class).systemd()))
                .host("n1", Map.of("cluster", "10.0.0.1"));
        lab.start(
                "n1",
                "systemd",
                () -> new Systemd(Settings.defaults(HostSettings.class).systemd()));
        lab.start("n1", "pacemaker-execd", () -> new Execd(AgentCatalog.standard(), settings.timings()));
        lab.start("n1", "pacemaker-controld", Controller::new);
        lab.afterEvent(this::trace).runFor(Duration.ofSeconds(1));
    }

    /** Writes down what the executor answers. */
    private final class Controller implements Machine {

        @Override
        public void onStart(Effects effects) {}

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            if (message instanceof ExecIpc.Executed done) {
                line(done.operation().task() + " of " + done.operation().resource() + " "
                        + (done.opStatus() == 2 ? "timed out" : CODES.getOrDefault(done.rc(), "rc " + done.rc()))
                        + (done.rc() == 0 || done.reason().isEmpty() ? "" : ": " + done.reason()));
            }
        }
    }

    /** A service whose life is written in its arguments. */
    private record Daemon(ProcessSpec spec) implements Machine {

        @Override
        public void onStart(Effects effects) {
            after("ready-after", "ready", effects);
            after("exit-after", "exit", effects);
        }

        private void after(String argument, String timer, Effects effects) {
            String span = spec.arguments().get(argument);
            if (span != null) {
                effects.setTimer(Timer.of(timer), (Duration) Settings.parse(Duration.class, span));
            }
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            if (timer.name().equals("ready")) {
                effects.tell("systemd", new SystemdIpc.ReadyNotification());
            } else {
                effects.exit(timer.name().equals("stopped") ? 0 : 1);
            }
        }

        @Override
        public void onSignal(Signal signal, Effects effects) {
            if (spec.arguments().containsKey("stops-in")) {
                after("stops-in", "stopped", effects);
            } else {
                effects.exit(0);
            }
        }
    }

    String answer(String script) {
        answer.setLength(0);
        since = lab.now();
        shown = lab.trace().size();
        script.lines().forEach(this::step);
        return answer.isEmpty() ? "nothing" : answer.toString();
    }

    private void step(String line) {
        List<String> words = Arrays.asList(line.split(" "));
        switch (words.get(0)) {
            case "unit" -> unit(words.get(1), options(words.subList(2, words.size())));
            case "start", "stop", "monitor" ->
                execute(words.get(0), words.get(1), options(words.subList(2, words.size())));
            case "cancel" ->
                lab.tell(
                        "n1",
                        "pacemaker-controld",
                        "pacemaker-execd",
                        new ExecIpc.Cancel(
                                ++calls,
                                id(words.get(1)),
                                words.get(2),
                                span(words.get(3)).toMillis()));
            case "kill" -> lab.signal("n1", words.get(1), Signal.valueOf(words.get(2)));
            case "add" -> lab.kernel("n1").addAddress(words.get(1));
            case "remove" -> lab.kernel("n1").removeAddress(words.get(1), "by hand");
            case "run" -> lab.runFor(span(words.get(1)));
            case "holds" -> line("n1 " + (lab.holds("n1", words.get(1)) ? "has " : "has not ") + words.get(1));
            default -> throw new IllegalArgumentException("no such step: " + line);
        }
    }

    private void execute(String task, String agent, Map<String, String> options) {
        long interval =
                options.containsKey("interval") ? span(options.get("interval")).toMillis() : 0;
        long timeout =
                options.containsKey("timeout") ? span(options.get("timeout")).toMillis() : 20_000;
        TreeMap<String, String> parameters = new TreeMap<>(options);
        parameters.remove("interval");
        parameters.remove("timeout");
        ExecIpc.Operation operation =
                new ExecIpc.Operation(id(agent), Agent.parse(agent), parameters, task, interval, timeout, 0);
        lab.tell("n1", "pacemaker-controld", "pacemaker-execd", new ExecIpc.Execute(++calls, operation, List.of()));
    }

    private static String id(String agent) {
        return agent.substring(agent.lastIndexOf(':') + 1);
    }

    private void unit(String name, Map<String, String> options) {
        UnitFile file = UnitFile.of(name + ".service", ProcessSpec.of("daemon"));
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Map.Entry<String, String> option : options.entrySet()) {
            switch (option.getKey()) {
                case "Type" -> file = file.type((UnitFile.Type) Settings.parse(UnitFile.Type.class, option.getValue()));
                case "Restart" ->
                    file = file.restart((UnitFile.Restart) Settings.parse(UnitFile.Restart.class, option.getValue()));
                case "RestartSec" -> file = file.restartSec(span(option.getValue()));
                case "TimeoutStopSec" -> file = file.timeoutStopSec(span(option.getValue()));
                default -> arguments.put(option.getKey(), option.getValue());
            }
        }
        file = file.execStart(new ProcessSpec(name, "daemon", arguments));
        lab.kernel("n1").writeFile(file.path(), file);
        lab.tell("n1", "pacemaker-controld", "systemd", new SystemdIpc.DaemonReload(++calls));
        lab.runFor(Duration.ofMillis(10));
    }

    private static Duration span(String text) {
        return (Duration) Settings.parse(Duration.class, text);
    }

    private static Map<String, String> options(List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words) {
            options.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return options;
    }

    private void trace() {
        for (; shown < lab.trace().size(); shown++) {
            TraceRecord record = lab.trace().get(shown);
            if (record.event() instanceof UnitStateChanged || record.event() instanceof ResourceStateChanged) {
                line(record.event().describe());
            }
        }
    }

    private void line(String text) {
        answer.append(
                String.format(Locale.ROOT, "%6.2f %s%n", lab.now().since(since).toNanos() / 1e9, text));
    }
}
