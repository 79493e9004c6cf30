package dev.quorate.model.corosync;

import dev.quorate.model.Message;
import dev.quorate.model.Signal;
import dev.quorate.model.corosync.CorosyncIpc.CpgConfigurationChanged;
import dev.quorate.model.corosync.CorosyncIpc.CpgDelivered;
import dev.quorate.model.corosync.CorosyncIpc.CpgMember;
import dev.quorate.model.corosync.CorosyncIpc.CpgMulticast;
import dev.quorate.model.corosync.CorosyncIpc.QuorumNotification;
import dev.quorate.model.corosync.CorosyncIpc.SetExpectedVotes;
import dev.quorate.model.corosync.qdevice.Qdevice;
import dev.quorate.model.corosync.qdevice.Qnetd;
import dev.quorate.model.corosync.totem.TotemMessage.CommitToken;
import dev.quorate.model.corosync.totem.TotemMessage.JoinMessage;
import dev.quorate.model.corosync.totem.TotemMessage.Mcast;
import dev.quorate.model.corosync.totem.TotemMessage.MergeDetect;
import dev.quorate.model.corosync.totem.TotemMessage.OrfToken;
import dev.quorate.model.corosync.totem.TotemMessage.Ping;
import dev.quorate.model.corosync.totem.TotemMessage.Pong;
import dev.quorate.model.corosync.totem.TotemMessage.TokenHoldCancel;
import dev.quorate.time.SimTime;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What goes over the wire of a ring, message by message, as a sniffer would show it.
 *
 * <p>The first line holds settings ({@code nodes=3 token=1s ...}), every other is a step:
 *
 * <pre>
 * boot 1 2 3        start corosync there, 10 ms after one another
 * app 2             a process that joins the group "talk" and asks for quorum
 * say 2 a b         it says these words
 * expect 2 at 1     corosync-quorumtool -e 2
 * drop 1>3 mcast    lose datagrams of that kind on that way; "any" for each kind or way
 * drop nothing
 * cut 1 | 2 3       heal    kill 3    stop 3    hup 3    pause 3    resume 3    end 2 (the app)
 * qnetd             corosync-qnetd on a host n9; qdevice 1 starts a device beside corosync, killdevice, pausedevice
 * run 5 s           let time pass unseen
 * show 20 ms        let time pass, and show what is said; "show 1 s but ping pong" leaves these kinds out
 * </pre>
 *
 * A line of the answer is {@code milliseconds from>to what}, with the same message to several nodes in one line; {@code
 * x} marks one that is dropped, {@code *} what a trace records ({@code <-} because of a
 * setting, {@code <=} of earlier events), {@code 1 corosync to app} what stays within a host. A token reads {@code token ring #tokenSeq seq aru}, and the rest where it is not zero.
 */
final class WireScript {

    private final int nodes;
    private final CorosyncSettings settings;
    private final RingLab ring;
    private final StringBuilder answer = new StringBuilder();
    private final Set<String> dropped = new LinkedHashSet<>();
    private Set<String> hidden = Set.of();
    private boolean shown;
    private SimTime since = SimTime.ZERO;
    private int traced;
    private String lastText = "";
    private String lastFrom = "";
    private final List<String> lastTo = new ArrayList<>();
    private SimTime lastAt = SimTime.ZERO;

    private WireScript(int nodes, CorosyncSettings settings) {
        this.nodes = nodes;
        this.settings = settings;
        this.ring = new RingLab(7, nodes, settings);
        ring.lab().latency(Duration.ofNanos(100_000), Duration.ofNanos(100_000));
        ring.lab().onMessage(this::said).afterEvent(this::trace);
    }

    static String run(String script) {
        List<String> lines = script.lines().toList();
        List<String> settings = new ArrayList<>(List.of("token=1s"));
        int nodes = 3;
        for (String word : lines.get(0).trim().split(" ")) {
            if (word.startsWith("nodes=")) {
                nodes = Integer.parseInt(word.substring(6));
            } else {
                settings.add(word.replace('~', ' '));
            }
        }
        WireScript wire = new WireScript(nodes, RingLab.settings(settings.toArray(String[]::new)));
        for (String line : lines.subList(1, lines.size())) {
            wire.step(line);
        }
        return wire.answer.toString();
    }

    private void step(String line) {
        String[] words = line.split(" ", 2);
        String what = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "boot" -> {
                for (String id : what.split(" ")) {
                    ring.start(Integer.parseInt(id)).runFor(Duration.ofMillis(10));
                }
            }
            case "app" -> ring.lab().start("n" + what, "app", () -> new Talker(Duration.ZERO));
            case "say" -> {
                String[] said = what.split(" ");
                for (int i = 1; i < said.length; i++) {
                    tell(said[0], new CpgMulticast("talk", new Word(said[i])));
                }
            }
            case "expect" -> {
                String[] numbers = what.split(" at ");
                tell(numbers[1], new SetExpectedVotes(Integer.parseInt(numbers[0])));
            }
            case "drop" -> {
                if (what.equals("nothing")) {
                    dropped.clear();
                } else {
                    dropped.add(what);
                }
            }
            case "cut" -> ring.partition(what);
            case "heal" -> ring.heal();
            case "kill" -> ring.signal(Integer.parseInt(what), Signal.KILL);
            case "stop" -> ring.signal(Integer.parseInt(what), Signal.TERM);
            case "pause" -> ring.signal(Integer.parseInt(what), Signal.STOP);
            case "resume" -> ring.signal(Integer.parseInt(what), Signal.CONT);
            case "hup" -> ring.signal(Integer.parseInt(what), Signal.HUP);
            case "end" -> ring.lab().signal("n" + what, "app", Signal.KILL);
            case "qnetd" -> {
                ring.lab().host("n9", Map.of("cluster", "10.0.0.109"));
                ring.lab()
                        .start(
                                "n9",
                                "corosync-qnetd",
                                () -> new Qnetd(settings.quorum().device()));
            }
            case "qdevice" ->
                ring.lab()
                        .start(
                                "n" + what,
                                "corosync-qdevice",
                                () -> new Qdevice(settings.quorum().device(), nodes));
            case "killdevice" -> ring.lab().signal("n" + what, "corosync-qdevice", Signal.KILL);
            case "pausedevice" -> ring.lab().signal("n" + what, "corosync-qdevice", Signal.STOP);
            case "run" -> ring.runFor(span(what));
            case "show" -> show(what);
            default -> throw new IllegalArgumentException("no such step: " + line);
        }
    }

    private void tell(String id, Message message) {
        ring.lab().tell("n" + id, "app", "corosync", message);
    }

    private void show(String what) {
        String[] parts = what.split(" but ");
        hidden = parts.length > 1 ? Set.of(parts[1].split(" ")) : Set.of();
        answer.append("show ").append(what).append('\n');
        shown = true;
        since = ring.lab().now();
        traced = ring.lab().trace().size();
        ring.runFor(span(parts[0]));
        flush();
        shown = false;
    }

    private static Duration span(String text) {
        String[] words = text.split(" ");
        long number = Long.parseLong(words[0]);
        return words[1].equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }

    /** A word that an app says. */
    private record Word(String word) implements Message {
        @Override
        public String summary() {
            return word;
        }
    }

    private boolean said(String from, String to, Message message) {
        boolean local = from.contains("/");
        String text = local ? local(message) : datagram(message);
        String kind = text.split(" ", 2)[0];
        String way = from.substring(1) + ">" + to.substring(1);
        boolean lost = !local
                && (dropped.contains(way + " " + kind)
                        || dropped.contains(way + " any")
                        || dropped.contains("any " + kind));
        if (shown && !text.isEmpty() && !hidden.contains(kind)) {
            if (local) {
                line(from.substring(1).replace('/', ' ') + " to " + to.substring(to.indexOf('/') + 1), text, "");
            } else {
                line(from.substring(1), text, to.substring(1) + (lost ? "x" : ""));
            }
        }
        return !lost;
    }

    private void line(String from, String text, String to) {
        SimTime now = ring.lab().now();
        if (!text.equals(lastText) || !from.equals(lastFrom) || !now.equals(lastAt) || to.isEmpty()) {
            flush();
        }
        lastText = text;
        lastFrom = from;
        lastAt = now;
        if (!to.isEmpty()) {
            lastTo.add(to);
        }
    }

    private void flush() {
        if (!lastText.isEmpty()) {
            answer.append(String.format(Locale.ROOT, "%9.2f ", (lastAt.micros() - since.micros()) / 1000.0))
                    .append(lastFrom)
                    .append(lastTo.isEmpty() ? "" : ">" + String.join(",", lastTo))
                    .append(' ')
                    .append(lastText)
                    .append('\n');
        }
        lastText = "";
        lastTo.clear();
    }

    private void trace() {
        if (!shown) {
            return;
        }
        List<TraceRecord> records = ring.lab().trace();
        for (; traced < records.size(); traced++) {
            TraceRecord record = records.get(traced);
            String because = record.because().isEmpty()
                    ? ""
                    : " <- " + String.join(", ", record.because()).replace("cluster.corosync.", "");
            String causes = ring.lab().causes(record);
            line(
                    record.host().substring(1),
                    "* " + record.event().describe() + because + (causes.isEmpty() ? "" : " <= " + causes),
                    "");
        }
    }

    private static String local(Message message) {
        if (message instanceof CpgDelivered delivered) {
            return "hears " + delivered.payload().summary() + " from "
                    + delivered.from().host();
        }
        if (message instanceof CpgConfigurationChanged changed) {
            return "group " + hosts(changed.members()) + " joined " + hosts(changed.joined()) + " left "
                    + hosts(changed.left());
        }
        if (message instanceof QuorumNotification quorum) {
            return "quorum " + quorum.quorate() + " " + quorum.members();
        }
        return message.toString();
    }

    private static List<String> hosts(List<CpgMember> members) {
        return members.stream().map(CpgMember::host).toList();
    }

    private static String datagram(Message message) {
        if (message instanceof OrfToken token) {
            return "token " + token.ring() + " #" + token.tokenSeq() + " seq " + token.seq() + " aru " + token.aru()
                    + (token.aruNode() == 0 ? "" : " by " + token.aruNode())
                    + (token.retransFlag() ? " retrans" : "")
                    + (token.backlog() == 0 ? "" : " backlog " + token.backlog())
                    + (token.fcc() == 0 ? "" : " fcc " + token.fcc())
                    + (token.rtr().isEmpty() ? "" : " rtr " + token.rtr());
        }
        if (message instanceof Mcast mcast) {
            return "mcast " + mcast.ring() + " seq " + mcast.seq() + " of " + mcast.from() + ": "
                    + payload(mcast.payload());
        }
        if (message instanceof JoinMessage join) {
            return (join.leave() ? "leave" : "join") + " proc " + join.proc() + " failed " + join.failed() + " ring "
                    + join.ringSeq();
        }
        if (message instanceof CommitToken commit) {
            String entries = String.valueOf(commit.entries())
                    .replaceAll(
                            "Entry\\[oldRing=(\\S+), aru=(\\d+), highDelivered=(\\d+), received=",
                            "($1 aru $2 delivered $3 ")
                    .replaceAll("true](, )?", "all)$1")
                    .replaceAll("false](, )?", "not all)$1");
            return "commit " + commit.ring() + " " + commit.members() + " " + entries;
        }
        if (message instanceof MergeDetect detect) {
            return "merge " + detect.ring();
        }
        if (message instanceof TokenHoldCancel cancel) {
            return "holdcancel " + cancel.ring();
        }
        if (message instanceof Ping) {
            return "ping";
        }
        return message instanceof Pong ? "pong" : message.toString();
    }

    private static String payload(Message payload) {
        return payload instanceof ServiceMessage ? payload.summary() : "[" + datagram(payload) + "]";
    }
}
