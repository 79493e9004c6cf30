package dev.quorate.model.pacemaker;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.corosync.CorosyncSettings;
import dev.quorate.model.pacemaker.fencer.BmcMessage;
import dev.quorate.time.SimTime;
import dev.quorate.trace.PacemakerEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fencing from the fault on: who shoots whom through which device, with what answer, and who is left.
 *
 * <p>The first line holds {@code seed=1 masters=3} and settings, with {@code ~} for a blank and {@code ;} between the
 * lines of a list; {@code token=1s} belongs to Corosync. The others are steps before and after the fault:
 *
 * <pre>
 * bmc 1 failing            n1's power switch refuses (working, dead, failing, lying; "bmc 1 working 3 s" is slow)
 * wire 3 n1                the third power switch is wired to n1
 * sbd n1 n2 n3             a watchdog and its feeder on each
 * cut 1 | 2 3              off n1          freeze n1         (the fault: times count from the last of these)
 * confirm n2 n1            on n2: pcs stonith confirm n1
 * pcs n2 resource ...      run 5 s
 * </pre>
 *
 * A line of the answer is seconds after the fault, host, what happened; the last says who holds the VIP and has power.
 */
final class FencingScript {

    private final int masters;
    private final PacemakerLab lab;
    private SimTime fault;

    private FencingScript(long seed, int masters, String... settings) {
        this.masters = masters;
        CorosyncSettings corosync = PacemakerLab.with(Settings.defaults(CorosyncSettings.class), "token=1s");
        if (masters == 2) {
            corosync = PacemakerLab.with(corosync, "two_node=1");
        }
        this.lab = new PacemakerLab(seed, masters, corosync, PacemakerLab.measuredSetup(masters, true, settings));
        this.lab
                .startWithDcAmong(masters == 2 ? new int[] {1, 2} : new int[] {2, 3})
                .runFor(Duration.ofSeconds(14));
        this.fault = lab.lab().now();
    }

    static String run(String script) {
        FencingScript fencing = after(script);
        return fencing.answer();
    }

    /** The bench after the script has run. */
    static FencingScript after(String script) {
        List<String> lines = script.lines().toList();
        Map<String, String> words = new LinkedHashMap<>(Map.of("seed", "1", "masters", "3"));
        List<String> settings = new ArrayList<>();
        for (String word : lines.get(0).split(" ")) {
            String name = word.substring(0, word.indexOf('='));
            if (words.containsKey(name)) {
                words.put(name, word.substring(name.length() + 1));
            } else {
                settings.add(word.replace('~', ' '));
            }
        }
        FencingScript fencing = new FencingScript(
                Long.parseLong(words.get("seed")),
                Integer.parseInt(words.get("masters")),
                settings.toArray(new String[0]));
        lines.subList(1, lines.size()).forEach(fencing::step);
        return fencing;
    }

    private void step(String line) {
        String[] words = line.split(" ");
        String rest = line.substring(words[0].length()).trim();
        switch (words[0]) {
            case "bmc" ->
                lab.breakBmc(
                        Integer.parseInt(words[1]),
                        BmcMessage.Mode.valueOf(words[2].toUpperCase(Locale.ROOT)),
                        words.length > 3 ? span(words[3]) : Duration.ZERO);
            case "wire" ->
                lab.lab()
                        .tell(
                                "bmc" + words[1],
                                "faults",
                                "bmc",
                                new BmcMessage.SetBehaviour(
                                        new BmcMessage.Behaviour(BmcMessage.Mode.WORKING, Duration.ZERO, words[2])));
            case "sbd" -> {
                for (int i = 1; i < words.length; i++) {
                    lab.lab().kernel(words[i]).spawn(ProcessSpec.of("watchdog"));
                    lab.lab().kernel(words[i]).spawn(ProcessSpec.of("sbd"));
                }
                lab.runFor(Duration.ofSeconds(2));
            }
            case "cut" -> {
                fault = lab.lab().now();
                lab.partition(rest);
            }
            case "off" -> {
                fault = lab.lab().now();
                lab.lab().powerOff(words[1]);
            }
            case "freeze" -> {
                fault = lab.lab().now();
                lab.signalAll(words[1], Signal.STOP, process -> true);
            }
            case "confirm" -> lab.pcs(words[1], "stonith confirm " + words[2]);
            case "pcs" -> lab.pcs(words[1], rest.substring(words[1].length() + 1));
            case "run" -> lab.runFor(span(words[1]));
            default -> throw new IllegalArgumentException("no such step: " + line);
        }
    }

    private static Duration span(String text) {
        return (Duration) Settings.parse(Duration.class, text);
    }

    PacemakerLab lab() {
        return lab;
    }

    /** The hosts that have power. */
    List<String> powered() {
        List<String> powered = new ArrayList<>();
        for (int id = 1; id <= masters; id++) {
            if (lab.lab().kernel("bmc1").isPowered("n" + id)) {
                powered.add("n" + id);
            }
        }
        return powered;
    }

    /** Events of one type since the fault. */
    <E extends TraceEvent> List<TraceRecord> since(Class<E> type) {
        return lab.lab().trace(type).stream()
                .filter(r -> !r.at().isBefore(fault))
                .toList();
    }

    private String answer() {
        StringBuilder answer = new StringBuilder();
        for (TraceRecord record : lab.lab().trace()) {
            TraceEvent event = record.event();
            boolean fencing = event instanceof PacemakerEvent.FenceRequested
                    || event instanceof PacemakerEvent.FenceAgentCalled
                    || event instanceof PacemakerEvent.FenceConfirmed
                    || event instanceof PacemakerEvent.FenceFailed
                    || event instanceof PacemakerEvent.FenceGivenUp;
            if (fencing && !record.at().isBefore(fault)) {
                answer.append(String.format(
                        Locale.ROOT,
                        "%6.2f %s %s%n",
                        record.at().since(fault).toNanos() / 1e9,
                        record.host(),
                        event.describe()));
            }
        }
        return answer.append("VIP on ")
                .append(lab.holders())
                .append(", power at ")
                .append(powered())
                .append('\n')
                .toString();
    }
}
