package dev.quorate.scenario.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.golden.Golden;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.trace.LeaderElectionEvent;
import dev.quorate.trace.NetworkEvent;
import dev.quorate.trace.PacemakerEvent;
import dev.quorate.trace.TraceEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When faults are injected, on whom, and when they end. */
class TimelinePlayerTest {

    private static final String HEAD = """
            title = t
            duration = 10m
            cluster.masters = [
              { name = m1, cluster = 10.0.0.1, service = 192.168.0.1 }
              { name = m2, cluster = 10.0.0.2, service = 192.168.0.2 }
              { name = m3, cluster = 10.0.0.3, service = 192.168.0.3 }
            ]
            cluster.workers = [{ name = w1, service = 192.168.0.11 }]
            cluster.vips = [{ address = 192.168.0.100 }]
            cluster.fence-devices = [{ name = bmc1, node = m1, address = 10.0.0.101 }]
            timeline = [
            """;

    @Test
    void timelinesPlay() {
        Golden.check("timelines.txt", TimelinePlayerTest::play);
    }

    @Test
    void whatIsDrawnDependsOnTheSeedAndTheFaultsIdAlone() {
        String item = "{ id = a, at = 20s ± 5s, power-off = any master, for = ~ 30s }";
        String alone = play(item + "\nrun 10m");
        assertThat(play(item + "\nrun 10m")).isEqualTo(alone);
        assertThat(play("{ id = b, at = 9m..10m, power-off = any master }\n" + item + "\nrun 500s"))
                .isEqualTo(alone);
        assertThat(play("seed 8\n" + item + "\nrun 10m")).isNotEqualTo(alone);
    }

    /** Items of a timeline, then commands: {@code run 10s}, {@code m1 acquires the vip}, ... */
    private static String play(String command) {
        StringBuilder items = new StringBuilder();
        List<String> lines = command.lines().toList();
        long seed = 7;
        for (String line : lines) {
            if (line.startsWith("{")) {
                items.append(line).append('\n');
            } else if (line.startsWith("seed ")) {
                seed = Long.parseLong(line.substring(5));
            }
        }
        try {
            var scenario = ScenarioParser.parseText("t", HEAD + items + "]", ParseOptions.NONE)
                    .scenario();
            Rehearsal rehearsal = new Rehearsal(scenario, seed);
            for (String line : lines) {
                act(line, rehearsal);
            }
            return rehearsal.log();
        } catch (ScenarioException e) {
            return e.getMessage();
        }
    }

    private static void act(String line, Rehearsal rehearsal) {
        String[] words = line.split(" ");
        if (words[0].equals("run")) {
            rehearsal.run((Duration) dev.quorate.model.Settings.parse(Duration.class, words[1]));
        } else if (line.equals("start")) {
            rehearsal.start();
        } else if (line.equals("heal")) {
            rehearsal.heal();
        } else if (line.equals("end")) {
            rehearsal.end();
        } else if (words[0].matches("[mw]\\d")) {
            rehearsal.record(words[0], event(words));
        }
    }

    private static TraceEvent event(String[] words) {
        return switch (words[1]) {
            case "vip" -> new NetworkEvent.VipAcquired("192.168.0.100");
            case "dc" -> new PacemakerEvent.DcElected();
            case "renews" -> new LeaderElectionEvent.LeaseWritten(words[2], 1, words[0] + "_1", 0, words[0], "etcd");
            case "leads" -> new LeaderElectionEvent.LeadershipStarted(words[2], words[0] + "_1");
            case "confirms" -> new PacemakerEvent.FenceConfirmed(words[2], "bmc", false);
            default -> throw new IllegalArgumentException(String.join(" ", words));
        };
    }
}
