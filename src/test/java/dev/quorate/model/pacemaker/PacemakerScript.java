package dev.quorate.model.pacemaker;

import dev.quorate.model.Message;
import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.corosync.CorosyncIpc;
import dev.quorate.model.corosync.CorosyncSettings;
import dev.quorate.model.corosync.totem.TotemMessage;
import dev.quorate.model.pacemaker.based.VersionedCib;
import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.fencer.BmcMessage;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.TraceRecord;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Pacemaker's daemons say and do, step by step.
 *
 * <p>The first line holds {@code seed=1 masters=3 fencing=on} and settings of Pacemaker, with {@code ~} for a blank; every
 * other is a step:
 *
 * <pre>
 * settled           Corosync, then Pacemaker on n2 and n3, then on n1; 14 s pass
 * boot n1 n2        cold, as after a reboot
 * pcs n2 node standby n1
 * off n1, on n1     kill n1 corosync    stop, cont n1 [process]    term n1 pacemakerd    remove-vip n1
 * cut 1 | 2 3       heal                bmc 1 failing 2 s (working, dead, failing, lying)
 * run 5 s           let time pass unseen
 * show 5 s          let time pass, and show what is recorded; "show 5 s with Fence|Bmc" adds messages that match
 * </pre>
 *
 * A recorded line ends in {@code <- settings} when settings decided it, and in {@code <= events} that it names as causes. A message is {@code -} who to whom and what it
 * holds; what it has of causes and whole CIBs is left out.
 */
final class PacemakerScript {

    /** What differs from run to run of the real ones, or says nothing. */
    private static final Set<String> UNSEEN = Set.of("digest", "incarnation");

    private final int masters;
    private final PacemakerLab lab;
    private final StringBuilder answer = new StringBuilder();
    private Optional<Pattern> wanted = Optional.empty();
    private SimTime since = SimTime.ZERO;
    private boolean shown;
    private int traced;

    private PacemakerScript(int masters, PacemakerLab lab) {
        this.masters = masters;
        this.lab = lab;
        lab.lab().onMessage(this::said).afterEvent(this::trace);
    }

    static String run(String script) {
        List<String> lines = script.lines().toList();
        Map<String, String> words = new LinkedHashMap<>(Map.of("seed", "1", "masters", "3", "fencing", "off"));
        List<String> settings = new ArrayList<>();
        for (String word : lines.get(0).split(" ")) {
            String name = word.substring(0, word.indexOf('='));
            if (words.containsKey(name)) {
                words.put(name, word.substring(name.length() + 1));
            } else {
                settings.add(word.replace('~', ' '));
            }
        }
        int masters = Integer.parseInt(words.get("masters"));
        PacemakerScript pacemaker = new PacemakerScript(
                masters,
                new PacemakerLab(
                        Long.parseLong(words.get("seed")),
                        masters,
                        PacemakerLab.with(Settings.defaults(CorosyncSettings.class), "token=1s"),
                        PacemakerLab.measuredSetup(
                                masters, words.get("fencing").equals("on"), settings.toArray(new String[0]))));
        lines.subList(1, lines.size()).forEach(pacemaker::step);
        return pacemaker.answer.toString();
    }

    private void step(String line) {
        String[] words = line.split(" ");
        String what = line.substring(Math.min(line.length(), words[0].length() + 1));
        switch (words[0]) {
            case "settled" ->
                lab.startWithDcAmong(masters == 2 ? new int[] {2} : new int[] {2, 3})
                        .runFor(Duration.ofSeconds(14));
            case "boot" -> {
                for (int i = 1; i < words.length; i++) {
                    lab.startCorosync(words[i]);
                    lab.lab().kernel(words[i]).spawn(ProcessSpec.of("pacemakerd"));
                }
            }
            case "pcs" -> lab.pcs(words[1], what.substring(words[1].length() + 1));
            case "off" -> lab.lab().powerOff(words[1]);
            case "on" -> lab.lab().kernel("bmc1").power(words[1], PowerAction.ON);
            case "kill" -> signal(words, Signal.KILL);
            case "stop" -> signal(words, Signal.STOP);
            case "cont" -> signal(words, Signal.CONT);
            case "term" -> signal(words, Signal.TERM);
            case "remove-vip" -> lab.lab().kernel(words[1]).removeAddress(PacemakerLab.VIP, "by hand");
            case "spawn" -> lab.lab().kernel(words[1]).spawn(ProcessSpec.of(words[2]));
            case "cut" -> lab.partition(what);
            case "heal" -> lab.lab().heal();
            case "bmc" -> {
                BmcMessage.Mode mode = BmcMessage.Mode.valueOf(words[2].toUpperCase(Locale.ROOT));
                Duration delay = words.length > 3 ? span(words[3] + " " + words[4]) : Duration.ZERO;
                lab.breakBmc(Integer.parseInt(words[1]), mode, delay);
            }
            case "run" -> lab.runFor(span(what));
            case "show" -> show(what);
            default -> throw new IllegalArgumentException("no such step: " + line);
        }
    }

    private void signal(String[] words, Signal signal) {
        if (words.length > 2) {
            lab.lab().signal(words[1], words[2], signal);
        } else {
            lab.signalAll(words[1], signal, process -> true);
        }
    }

    private static Duration span(String text) {
        String[] words = text.split(" ");
        long number = Long.parseLong(words[0]);
        return words[1].equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }

    private void show(String what) {
        String[] parts = what.split(" with ");
        wanted = parts.length > 1 ? Optional.of(Pattern.compile(parts[1])) : Optional.empty();
        answer.append("show ").append(what).append('\n');
        since = lab.lab().now();
        traced = lab.lab().trace().size();
        shown = true;
        lab.runFor(span(parts[0]));
        shown = false;
        answer.append("  VIP on ").append(lab.holders()).append('\n');
    }

    private void trace() {
        if (!shown) {
            return;
        }
        List<TraceRecord> records = lab.lab().trace();
        for (; traced < records.size(); traced++) {
            TraceRecord record = records.get(traced);
            String because = record.because().isEmpty()
                    ? ""
                    : " <- " + String.join(", ", record.because()).replace("cluster.", "");
            String causes = lab.lab().causes(record);
            if (!record.component().equals("corosync")) {
                line(record.host() + " " + record.component().replace("pacemaker-", "") + ": "
                        + record.event().describe() + because + (causes.isEmpty() ? "" : " <= " + causes));
            }
        }
    }

    private boolean said(String from, String to, Message message) {
        boolean ofCorosync = message instanceof CorosyncIpc && !(message instanceof CorosyncIpc.CpgMulticast);
        if (!shown || wanted.isEmpty() || ofCorosync || message instanceof TotemMessage) {
            return true;
        }
        String who = name(from) + " - ";
        String text = message instanceof CorosyncIpc.CpgMulticast all
                ? who + all.group() + " " + text(all.payload())
                : who + name(to.substring(to.indexOf('/') + 1)) + " " + text(message);
        if (wanted.get().matcher(text).find()) {
            line(text);
        }
        return true;
    }

    private static String name(String process) {
        return process.replace("pacemaker-", "").replace('/', ' ');
    }

    private void line(String text) {
        answer.append(
                String.format(Locale.ROOT, "%9.1f %s%n", (lab.lab().now().micros() - since.micros()) / 1_000.0, text));
    }

    /** A record's name and what it holds; empty parts, causes and whole CIBs left out. */
    private static String text(Object value) {
        if (value instanceof Agent agent) {
            return agent.spell();
        }
        if (value instanceof VersionedCib cib) {
            return "CIB " + cib.version();
        }
        if (value instanceof Cib || value instanceof EventId) {
            return "";
        }
        if (value instanceof Collection<?> values) {
            List<String> texts = values.stream()
                    .map(PacemakerScript::text)
                    .filter(t -> !t.isEmpty())
                    .toList();
            return texts.isEmpty() ? "" : texts.toString();
        }
        if (value instanceof Map<?, ?> map) {
            List<String> texts = map.entrySet().stream()
                    .map(e -> e.getKey() + "=" + text(e.getValue()))
                    .toList();
            return texts.isEmpty() ? "" : texts.toString();
        }
        if (!value.getClass().isRecord()) {
            return value.toString();
        }
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                Object part = component.getAccessor().invoke(value);
                String text = part == null || UNSEEN.contains(component.getName()) ? "" : text(part);
                if (!text.isEmpty()) {
                    parts.add(text);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return value.getClass().getSimpleName() + "(" + String.join(" ", parts) + ")";
    }
}
