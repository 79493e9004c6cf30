package dev.quorate.model.corosync;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A ring's life as text: {@code nodes=3 quorum.two_node=1}, then a step a line: {@code boot 1 2}, {@code cut 1 | 2 3},
 * {@code heal}, {@code restart 1}, {@code off 3}, {@code stop 3}, {@code tool 1 -e 1}, {@code wait 5 s}. After a step 15
 * s pass, or what it says behind a comma: {@code off 3, 6 s}. The answer tells for each step who is quorate.
 */
final class RingScript {

    private static final String UNSEEN = " (not measured)";

    private RingScript() {}

    static String run(String script) {
        String[] lines = script.split("\n");
        List<String> settings = new ArrayList<>(List.of("token=1s"));
        int nodes = 3;
        for (String word : lines[0].trim().split(" ")) {
            if (word.startsWith("nodes=")) {
                nodes = Integer.parseInt(word.substring(6));
            } else {
                settings.add(word.replace('~', ' '));
            }
        }
        RingLab ring = new RingLab(7, nodes, RingLab.settings(settings.toArray(String[]::new)));
        ring.lab().kind("corosync-quorumtool", CorosyncQuorumtool::new);
        StringBuilder answer = new StringBuilder();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            String seen = step(ring, line.replace(UNSEEN, ""), nodes);
            if (!line.endsWith(UNSEEN)) {
                answer.append(seen).append('\n');
            }
        }
        return answer.toString();
    }

    private static String step(RingLab ring, String line, int nodes) {
        String[] parts = line.split(", ");
        Duration lasts = Duration.ofSeconds(parts.length > 1 ? Long.parseLong(parts[1].replace(" s", "")) : 15);
        String[] words = parts[0].split(" ", 2);
        String what = words.length > 1 ? words[1] : "";
        RandomStream random = RandomStream.of(line.length());
        switch (words[0]) {
            case "boot" -> {
                for (String id : what.split(" ")) {
                    ring.runFor(random.uniform(Duration.ZERO, Duration.ofSeconds(1)));
                    ring.start(Integer.parseInt(id));
                }
            }
            case "cut" -> ring.partition(what);
            case "heal" -> ring.heal();
            case "restart" -> {
                ring.signal(Integer.parseInt(what), Signal.KILL);
                ring.start(Integer.parseInt(what));
            }
            case "stop" -> ring.signal(Integer.parseInt(what), Signal.TERM);
            case "off" -> ring.lab().powerOff("n" + what);
            case "wait" -> lasts = Duration.ofSeconds(Long.parseLong(what.replace(" s", "")));
            case "tool" -> {
                Shell shell = new Shell(what.substring(2));
                ring.lab().start("n" + what.charAt(0), "shell" + line.hashCode(), () -> shell);
                ring.runFor(Duration.ofSeconds(1));
                return "exit " + shell.code;
            }
            default -> throw new IllegalArgumentException("no such step: " + line);
        }
        ring.runFor(lasts);
        int[] up = IntStream.rangeClosed(1, nodes)
                .filter(id -> ring.lab().isRunning("n" + id, "corosync"))
                .toArray();
        TreeSet<Integer> quorum = new TreeSet<>();
        IntStream.of(up).forEach(id -> quorum.add(ring.quorum(id).quorum()));
        return ring.states(up) + "; quorum "
                + String.join("/", quorum.stream().map(String::valueOf).toList());
    }

    /** Runs a tool and keeps its exit code. */
    private static final class Shell implements Machine {
        private final String command;
        private int code = -1;

        Shell(String command) {
            this.command = command;
        }

        @Override
        public void onStart(Effects effects) {
            String kind = "corosync-quorumtool";
            effects.kernel().spawn(new ProcessSpec(kind, kind, Map.of("command", command)));
        }

        @Override
        public void onChildExited(String process, int exitCode, Effects effects) {
            code = exitCode;
        }
    }
}
