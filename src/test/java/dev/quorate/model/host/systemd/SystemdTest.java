package dev.quorate.model.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.golden.Golden;
import dev.quorate.model.Effects;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.host.HostSettings;
import dev.quorate.trace.HostEvent.UnitStateChanged;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SystemdTest {

    /** A service whose life is written in its arguments: {@code exit-after}, {@code code}, {@code on-term}, ... */
    private record Daemon(ProcessSpec spec) implements Machine {
        @Override
        public void onStart(Effects effects) {
            String span = spec.arguments().get("exit-after");
            if (span != null) {
                effects.setTimer(Timer.of("exit"), (Duration) Settings.parse(Duration.class, span));
            }
            String ready = spec.arguments().get("ready-after");
            if (ready != null) {
                effects.setTimer(Timer.of("ready"), (Duration) Settings.parse(Duration.class, ready));
            }
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            if (timer.name().equals("ready")) {
                effects.tell("systemd", new SystemdIpc.ReadyNotification());
            } else {
                effects.exit(Integer.parseInt(spec.arguments().getOrDefault("code", "1")));
            }
        }

        @Override
        public void onSignal(Signal signal, Effects effects) {
            String onTerm = spec.arguments().getOrDefault("on-term", "143");
            if (!onTerm.equals("ignore")) {
                effects.exit(Integer.parseInt(onTerm));
            }
        }
    }

    /** One host with its systemd, spoken to in the golden files' commands. */
    private static final class Bench {
        private final Lab lab = new Lab(1)
                .kind("daemon", Daemon::new)
                .kind("systemctl", Systemctl::new)
                .kind(
                        "systemd",
                        spec -> new Systemd(
                                Settings.defaults(HostSettings.class).systemd()))
                .host("m1", Map.of("cluster", "10.0.0.1"));
        private int shown;
        private int tools;

        String answer(String command) {
            for (String line : command.split("\n")) {
                perform(line);
            }
            String text = lab.trace().stream().skip(shown).map(Bench::line).collect(Collectors.joining("\n"));
            shown = lab.trace().size();
            return text.isEmpty() ? "nothing" : text;
        }

        private void perform(String line) {
            List<String> words = Arrays.asList(line.split("\\s+"));
            switch (words.get(0)) {
                case "unit" -> unit(words.get(1), words.subList(2, words.size()));
                case "remove" -> lab.kernel("m1").deleteFile(UnitFile.path(words.get(1) + ".service"));
                case "file" ->
                    lab.kernel("m1")
                            .writeFile(words.get(1), new EnvironmentFile(options(words.subList(2, words.size()))));
                case "boot" ->
                    lab.start(
                            "m1",
                            "systemd",
                            () -> new Systemd(
                                    Settings.defaults(HostSettings.class).systemd()));
                case "power-off" -> lab.powerOff("m1");
                case "power-on" -> lab.kernel("m1").power("m1", dev.quorate.model.PowerAction.ON);
                case "run" -> lab.runFor((Duration) Settings.parse(Duration.class, words.get(1)));
                case "kill" -> lab.signal("m1", words.get(1), Signal.valueOf(words.get(2)));
                case "systemctl" -> {
                    lab.kernel("m1")
                            .spawn(new ProcessSpec(
                                    "systemctl-" + tools++, "systemctl", Map.of("command", line.substring(10))));
                    lab.runFor(Duration.ofMillis(1));
                }
                default -> throw new IllegalArgumentException("unknown command: " + line);
            }
        }

        private void unit(String name, List<String> words) {
            Map<String, String> options = options(words);
            Map<String, String> arguments = new LinkedHashMap<>();
            UnitFile file = UnitFile.of(name + ".service", ProcessSpec.of("daemon"));
            for (Map.Entry<String, String> option : options.entrySet()) {
                String value = option.getValue();
                switch (option.getKey()) {
                    case "Restart" ->
                        file = file.restart((UnitFile.Restart) Settings.parse(UnitFile.Restart.class, value));
                    case "RestartSec" -> file = file.restartSec((Duration) Settings.parse(Duration.class, value));
                    case "TimeoutStopSec" ->
                        file = file.timeoutStopSec((Duration) Settings.parse(Duration.class, value));
                    case "Type" -> file = file.type((UnitFile.Type) Settings.parse(UnitFile.Type.class, value));
                    case "After" -> file = file.after(value.split(","));
                    case "Requires" -> file = file.requires(value.split(","));
                    case "Wants" -> file = file.wants(value.split(","));
                    case "EnvironmentFile" -> file = file.environmentFile(value);
                    default -> arguments.put(option.getKey(), value);
                }
            }
            file = file.execStart(new ProcessSpec(name, "daemon", arguments));
            lab.kernel("m1").writeFile(file.path(), file);
        }

        private static Map<String, String> options(List<String> words) {
            Map<String, String> options = new LinkedHashMap<>();
            for (String word : words) {
                int equals = word.indexOf('=');
                options.put(word.substring(0, equals), word.substring(equals + 1));
            }
            return options;
        }

        private static String line(TraceRecord r) {
            return r.at() + " " + r.event().describe() + (r.because().isEmpty() ? "" : " because " + r.because());
        }
    }

    private static void check(String name) {
        Bench bench = new Bench();
        Golden.check("host/" + name, bench::answer);
    }

    @Test
    void aFailedUnitIsRestartedUntilTheStartLimit() {
        check("restart.txt");
    }

    @Test
    void stoppingTermsThenKills() {
        check("stop.txt");
    }

    @Test
    void bootStartsWhatIsEnabledInOrder() {
        check("boot.txt");
    }

    @Test
    void definitionsAreThoseOfTheLastReload() {
        check("reload.txt");
    }

    /** F28: a controller manager whose API is cut off exits 12 s after its last renewal, and is back 0.1 s later. */
    @Test
    void aLeaderThatLosesItsLeaseEveryTwelveSecondsNeverMeetsTheStartLimit() {
        Bench bench = new Bench();
        bench.answer("unit kube-controller-manager Restart=on-failure exit-after=12s code=255\nboot\n"
                + "systemctl enable --now kube-controller-manager\nrun 10m");
        List<TraceRecord> changes = bench.lab.trace(UnitStateChanged.class);
        assertThat(changes).noneMatch(r -> r.event().describe().contains("start-limit-hit"));
        List<Double> starts = changes.stream()
                .filter(r -> r.event().describe().endsWith("is active"))
                .map(r -> r.at().toSeconds())
                .toList();
        assertThat(starts).hasSize(50);
        assertThat(starts.get(1) - starts.get(0)).isEqualTo(12.1);
    }
}
