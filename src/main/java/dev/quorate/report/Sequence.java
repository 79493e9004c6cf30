package dev.quorate.report;

import dev.quorate.time.SimTime;
import dev.quorate.trace.FaultEvent;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.RunEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What led up to a moment, as a sequence diagram: who told whom what, and what became of it.
 *
 * <p>Of all that happened it takes the events that the moment goes back to, and the messages that those brought about;
 * messages of one kind between the same two are drawn once, with their number.
 *
 * @param moment what it leads up to
 * @param participants names of processes, {@code kube-scheduler on k8s-master01}, in the order of hosts
 * @param steps in order of time
 */
public record Sequence(Moment moment, List<String> participants, List<Step> steps) {

    /** More than these are no picture any more. */
    private static final int MOST_PARTICIPANTS = 8;

    private static final int MOST_NOTES = 14;
    private static final int MOST_ARROWS = 26;

    /**
     * One arrow, or one note on a lifeline, or (without participants) a note over all.
     *
     * @param at when it happened; of a message, when it was sent
     * @param from who did or said it; {@code ""} for faults
     * @param to who was told; {@code ""} for a note
     * @param words what
     * @param times how many of these there were
     * @param lost whether it did not arrive
     */
    public record Step(SimTime at, String from, String to, String words, int times, boolean lost) {

        public boolean isMessage() {
            return !to.isEmpty();
        }

        /** The words, and how often. */
        public String label() {
            return words + (times > 1 ? " (\u00d7" + times + ")" : "") + (lost ? ": lost" : "");
        }
    }

    /** Messages that are drawn as one. */
    private record Group(String from, String to, String kind, boolean lost) {}

    public Sequence {
        participants = List.copyOf(participants);
        steps = List.copyOf(steps);
    }

    /** The diagram of a moment; empty when nothing of it was recorded. */
    public static Optional<Sequence> of(RunReport report, Moment moment) {
        return CauseCone.of(report.trace(), moment.evidence())
                .map(cone -> of(report, moment, cone))
                .filter(sequence -> !sequence.steps().isEmpty());
    }

    private static Sequence of(RunReport report, Moment moment, CauseCone cone) {
        List<TraceRecord> notes = notes(cone, moment);
        TreeSet<String> talkers = new TreeSet<>();
        for (TraceRecord note : notes) {
            if (!name(note).isEmpty() && (talkers.size() < MOST_PARTICIPANTS - 2 || talkers.contains(name(note)))) {
                talkers.add(name(note));
            }
        }
        Map<String, List<TraceRecord>> said = new LinkedHashMap<>();
        for (TraceRecord note : notes) {
            if (name(note).isEmpty() || talkers.contains(name(note))) {
                said.computeIfAbsent(name(note) + "\n" + words(note), words -> new ArrayList<>())
                        .add(note);
            }
        }
        List<Step> steps = new ArrayList<>();
        for (List<TraceRecord> same : said.values()) {
            TraceRecord first = Collections.min(same, Comparator.comparing(TraceRecord::id));
            steps.add(new Step(first.at(), name(first), "", words(first), same.size(), false));
        }
        steps.addAll(arrows(report.messages(), cone, moment, talkers));
        steps.sort(Comparator.comparing(Step::at).thenComparing(Step::isMessage, Comparator.reverseOrder()));
        List<String> participants = new ArrayList<>();
        for (Step step : steps) {
            for (String each : List.of(step.from(), step.to())) {
                if (!each.isEmpty() && !participants.contains(each)) {
                    participants.add(each);
                }
            }
        }
        participants.sort(Comparator.comparing(Sequence::hostOf).thenComparing(Comparator.naturalOrder()));
        return new Sequence(moment, participants, steps);
    }

    private static List<TraceRecord> notes(CauseCone cone, Moment moment) {
        List<TraceRecord> near = new ArrayList<>();
        for (TraceRecord record : cone.records()) {
            boolean finding = moment.evidence().contains(record.id());
            boolean within =
                    !record.at().isBefore(moment.from()) && !record.at().isAfter(moment.to());
            if (within && (finding || CauseCone.weight(record.event()) > 0)) {
                near.add(record);
            }
        }
        near.sort(Comparator.<TraceRecord, Boolean>comparing(
                        r -> !moment.evidence().contains(r.id()))
                .thenComparing(r -> -CauseCone.weight(r.event()))
                .thenComparing(r -> -r.at().micros())
                .thenComparing(TraceRecord::id));
        return near.subList(0, Math.min(MOST_NOTES, near.size()));
    }

    /** The rarest messages among those that the cone's events brought about: what is sent all the time tells least. */
    private static List<Step> arrows(
            List<MessageRecord> messages, CauseCone cone, Moment moment, TreeSet<String> talkers) {
        Map<Group, List<MessageRecord>> groups = new LinkedHashMap<>();
        for (MessageRecord each : messages) {
            boolean drawn = moment.isNear(each)
                    && !each.sentAt().isAfter(moment.at())
                    && (talkers.contains(from(each)) || talkers.contains(to(each)))
                    && each.causes().stream().anyMatch(cone::contains);
            if (drawn && !from(each).equals(to(each))) {
                groups.computeIfAbsent(
                                new Group(from(each), to(each), kind(each.what()), !each.arrived()),
                                group -> new ArrayList<>())
                        .add(each);
            }
        }
        // What was said before anything went wrong, and arrived, is the hum of a healthy cluster.
        SimTime fault = cone.records().stream()
                .filter(record -> record.event() instanceof FaultEvent.FaultInjected)
                .map(TraceRecord::at)
                .findFirst()
                .orElse(moment.from());
        List<Map.Entry<Group, List<MessageRecord>>> rarest = new ArrayList<>();
        for (Map.Entry<Group, List<MessageRecord>> each : groups.entrySet()) {
            if (each.getKey().lost() || !each.getValue().get(0).sentAt().isBefore(fault)) {
                rarest.add(each);
            }
        }
        rarest.sort(Comparator.<Map.Entry<Group, List<MessageRecord>>, Boolean>comparing(
                        e -> !(talkers.contains(e.getKey().from())
                                && talkers.contains(e.getKey().to())))
                .thenComparing(e -> e.getValue().size())
                .thenComparing(e -> -e.getValue().get(0).sentAt().micros()));
        List<Step> steps = new ArrayList<>();
        TreeSet<String> drawn = new TreeSet<>(talkers);
        for (Map.Entry<Group, List<MessageRecord>> each : rarest) {
            TreeSet<String> with = new TreeSet<>(drawn);
            with.add(each.getKey().from());
            with.add(each.getKey().to());
            if (steps.size() < MOST_ARROWS && with.size() <= MOST_PARTICIPANTS) {
                drawn = with;
                MessageRecord first = each.getValue().get(0);
                int times = each.getValue().size();
                steps.add(new Step(
                        first.sentAt(),
                        each.getKey().from(),
                        each.getKey().to(),
                        Sentences.withoutIdentities(first.what()),
                        times,
                        each.getKey().lost()));
            }
        }
        return steps;
    }

    private static String name(TraceRecord record) {
        if (record.event() instanceof FaultEvent || record.event() instanceof RunEvent) {
            return "";
        }
        return record.host().isEmpty() && record.component().isEmpty() ? "" : Sentences.subject(record);
    }

    private static String words(TraceRecord record) {
        String words = Sentences.words(record);
        return name(record).isEmpty() ? Sentences.of(record) : words;
    }

    private static String from(MessageRecord message) {
        return name(message.fromComponent(), message.fromHost());
    }

    private static String to(MessageRecord message) {
        String component = message.toComponent().isEmpty() ? message.fromComponent() : message.toComponent();
        return name(component, message.toHost());
    }

    private static String name(String component, String host) {
        return component.isEmpty() ? host : component + " on " + host;
    }

    static String hostOf(String participant) {
        return participant.substring(participant.lastIndexOf(' ') + 1);
    }

    /** Up to its first number: {@code "append 17"} and {@code "append 18"} are of one kind. */
    private static String kind(String what) {
        for (int i = 0; i < what.length(); i++) {
            if (Character.isDigit(what.charAt(i)) || what.charAt(i) == ':') {
                return what.substring(0, i);
            }
        }
        return what;
    }
}
