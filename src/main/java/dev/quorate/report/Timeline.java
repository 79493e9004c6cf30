package dev.quorate.report;

import dev.quorate.time.SimTime;
import dev.quorate.trace.ClientEvent;
import dev.quorate.trace.EtcdEvent;
import dev.quorate.trace.EventId;
import dev.quorate.trace.FaultEvent;
import dev.quorate.trace.HostEvent;
import dev.quorate.trace.KubernetesEvent;
import dev.quorate.trace.LeaderElectionEvent;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.NetworkEvent;
import dev.quorate.trace.RunEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The timeline as text: lanes, then events in words with their cause, collapsed where nothing happens. */
public final class Timeline {

    /**
     * What to show.
     *
     * @param from first instant
     * @param to last instant
     * @param host only that host, or {@code ""}
     * @param component only that component, or {@code ""}
     * @param everything also what repeats itself: lease calls, log entries
     * @param messages also the messages that were recorded, where they were sent
     */
    public record Options(
            SimTime from, SimTime to, String host, String component, boolean everything, boolean messages) {

        public static Options all(RunReport report) {
            return new Options(SimTime.ZERO, report.trace().end(), "", "", false, false);
        }

        boolean shows(MessageRecord message) {
            boolean then = !message.sentAt().isBefore(from) && !message.sentAt().isAfter(to);
            return messages
                    && then
                    && (host.isEmpty()
                            || message.fromHost().equals(host)
                            || message.toHost().equals(host))
                    && (component.isEmpty()
                            || message.fromComponent().startsWith(component)
                            || message.toComponent().startsWith(component));
        }

        boolean shows(TraceRecord record) {
            if (record.at().isBefore(from) || record.at().isAfter(to)) {
                return false;
            }
            boolean root = record.event() instanceof FaultEvent || record.event() instanceof RunEvent;
            return root
                    || ((host.isEmpty() || record.host().equals(host))
                            && (component.isEmpty() || record.component().startsWith(component)));
        }
    }

    private static final int MOST = 20_000;

    private Timeline() {}

    public static String of(RunReport report, TextStyle style, Options options) {
        StringBuilder out = new StringBuilder();
        out.append(TextStyle.harmless(report.outcome().title()))
                .append("   seed ")
                .append(report.outcome().seed())
                .append("\n\n");
        lanes(report, style, options, out);
        events(report, options, out);
        return out.toString();
    }

    private static void lanes(RunReport report, TextStyle style, Options options, StringBuilder out) {
        Lanes lanes = report.lanes();
        List<Lane> shown = new ArrayList<>();
        for (Lanes.Kind kind : Lanes.Kind.values()) {
            for (Lane lane : lanes.of(kind)) {
                boolean there = options.host().isEmpty()
                        || lane.label().equals(options.host())
                        || lane.label().startsWith(options.host() + "/");
                boolean it = options.component().isEmpty() || lane.group().contains(options.component());
                if (there && it) {
                    shown.add(lane);
                }
            }
        }
        int width = 12;
        for (Lane lane : shown) {
            width = Math.max(width, Math.min(34, lane.label().length()));
        }
        LaneText text = new LaneText(style, options.from(), options.to(), width);
        String group = "";
        for (Lane lane : shown) {
            if (!lane.group().equals(group)) {
                group = lane.group();
                out.append("  ").append(TextStyle.harmless(group)).append('\n');
            }
            out.append(TextStyle.harmless(text.row(lane))).append('\n');
        }
        List<Faults.Mark> marks = Faults.of(report.trace());
        out.append(text.faults(marks)).append('\n').append(text.axis()).append('\n');
        out.append(text.legend(shown)).append("\n\n");
        for (int i = 0; i < marks.size(); i++) {
            out.append("  ")
                    .append(i < 9 ? Integer.toString(i + 1) : "+")
                    .append("  ")
                    .append(marks.get(i).at())
                    .append("  ")
                    .append(TextStyle.harmless(marks.get(i).words()))
                    .append('\n');
        }
        out.append(marks.isEmpty() ? "" : "\n");
    }

    private static void events(RunReport report, Options options, StringBuilder out) {
        Map<Class<?>, Integer> hidden = new LinkedHashMap<>();
        SimTime last = options.from();
        int shown = 0;
        Deque<MessageRecord> messages = messages(report, options);
        for (TraceRecord record : report.trace().records()) {
            if (!options.shows(record)) {
                continue;
            }
            for (MessageRecord next = messages.peek();
                    next != null && !next.sentAt().isAfter(record.at());
                    next = messages.peek()) {
                messages.remove();
                last = next.sentAt();
                shown++;
                message(next, out);
            }
            if (!options.everything() && repeats(record.event())) {
                hidden.merge(record.event().getClass(), 1, Integer::sum);
                continue;
            }
            if (++shown > MOST) {
                out.append("... more than ").append(MOST).append(" events: narrow it by time, host or component\n");
                return;
            }
            gap(last, record.at(), hidden, out);
            hidden.clear();
            last = record.at();
            out.append(line(record, why(report, record))).append('\n');
        }
        for (MessageRecord each : messages) {
            last = each.sentAt();
            message(each, out);
        }
        gap(last, options.to(), hidden, out);
    }

    /** One event as a line: when, what, its number. */
    public static String line(TraceRecord record) {
        return line(record, "");
    }

    private static String line(TraceRecord record, String why) {
        return pad(record.at().toString()) + "  " + TextStyle.harmless(Sentences.of(record)) + why + "  " + record.id();
    }

    /** The messages to show, in the order in which they were sent; as many as there is room for. */
    private static Deque<MessageRecord> messages(RunReport report, Options options) {
        List<MessageRecord> shown = new ArrayList<>();
        for (MessageRecord each : report.messages()) {
            if (options.shows(each)) {
                shown.add(each);
            }
        }
        shown.sort(Comparator.comparing(MessageRecord::sentAt));
        return new ArrayDeque<>(shown.subList(0, Math.min(MOST, shown.size())));
    }

    private static void message(MessageRecord message, StringBuilder out) {
        String to =
                message.toComponent().isEmpty() ? message.toHost() : message.toComponent() + " on " + message.toHost();
        out.append(pad(message.sentAt().toString()))
                .append("  ")
                .append(TextStyle.harmless("  " + message.fromComponent() + " on " + message.fromHost() + " -> " + to
                        + ": " + Sentences.withoutIdentities(message.what())))
                .append(
                        message.arrived()
                                ? ""
                                : TextStyle.harmless("   LOST at " + message.endedAt() + ": " + message.lost()))
                .append('\n');
    }

    /** What repeats itself while nothing is wrong; told as a number. */
    public static boolean repeats(TraceEvent event) {
        return event instanceof EtcdEvent.EntryAppended
                || event instanceof EtcdEvent.EntryCommitted
                || event instanceof EtcdEvent.KeyWritten
                || event instanceof LeaderElectionEvent.LeaseCalled
                || event instanceof LeaderElectionEvent.LeaseAnswered
                || event instanceof LeaderElectionEvent.LeaseWritten
                || event instanceof NetworkEvent.VipNeighbourChanged
                || event instanceof KubernetesEvent.ObjectChanged
                || event instanceof HostEvent.UnitStateChanged
                || event instanceof ClientEvent.ErrorSeen;
    }

    private static void gap(SimTime from, SimTime to, Map<Class<?>, Integer> hidden, StringBuilder out) {
        int count = 0;
        for (int each : hidden.values()) {
            count += each;
        }
        long micros = to.micros() - from.micros();
        if (micros >= 2_000_000 || count > 20) {
            out.append(pad("")).append("  ... ").append(TerminalReport.seconds(new SimTime(micros)));
            if (count > 0) {
                out.append(", ").append(count).append(" events that repeat");
            }
            out.append('\n');
        }
    }

    private static String why(RunReport report, TraceRecord record) {
        StringBuilder why = new StringBuilder();
        if (!record.causes().isEmpty()) {
            List<String> ids = new ArrayList<>();
            for (EventId cause :
                    record.causes().subList(0, Math.min(3, record.causes().size()))) {
                if (report.trace().find(cause).isPresent()) {
                    ids.add(cause.toString());
                }
            }
            if (!ids.isEmpty()) {
                why.append("  <- ").append(String.join(" ", ids));
            }
        }
        if (!record.because().isEmpty()) {
            why.append("  [")
                    .append(TextStyle.harmless(String.join(", ", record.because())))
                    .append(']');
        }
        return why.toString();
    }

    private static String pad(String text) {
        return " ".repeat(Math.max(0, 10 - text.length())) + text;
    }
}
