package dev.quorate.report;

import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.FaultEvent.FaultEnded;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.NetworkEvent.VipAcquired;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why something happened: from the root fault or mistake to the finding, in at most seven sentences.
 *
 * <p>Made from the trace's cause links alone; see {@link CauseCone} for how the sentences are chosen.
 *
 * @param question what is explained, in words
 * @param sentences at most seven, oldest first, the finding last
 * @param roots the faults and mistakes it goes back to, the most telling first
 * @param settings paths of the settings that decided on the way
 */
public record Explanation(String question, List<Sentence> sentences, List<TraceRecord> roots, List<String> settings) {

    /** How many sentences an explanation has at most. */
    public static final int MOST = 7;

    /**
     * One sentence.
     *
     * @param at when it happened
     * @param text what happened
     * @param event the event that says so
     */
    public record Sentence(SimTime at, String text, EventId event) {}

    public Explanation {
        sentences = List.copyOf(sentences);
        roots = List.copyOf(roots);
        settings = List.copyOf(settings);
        if (sentences.size() > MOST) {
            throw new IllegalArgumentException(
                    "an explanation has at most " + MOST + " sentences, not " + sentences.size());
        }
    }

    /** Explain what a person would ask of this run first: the first broken rule, or how it recovered. */
    public static Optional<Explanation> of(RunReport report) {
        List<VerdictResult> broken = report.outcome().broken();
        for (VerdictResult result : broken) {
            Optional<Explanation> explained = ofVerdict(report.trace(), result);
            if (explained.isPresent()) {
                return explained;
            }
        }
        return ofRecovery(report.trace());
    }

    /** Explain every broken rule, or the recovery when none is broken. */
    public static List<Explanation> all(RunReport report) {
        List<Explanation> all = new ArrayList<>();
        report.outcome()
                .broken()
                .forEach(result -> ofVerdict(report.trace(), result).ifPresent(all::add));
        if (all.isEmpty()) {
            ofRecovery(report.trace()).ifPresent(all::add);
        }
        return all;
    }

    /** Explain a rule's first violation; nothing when it was not violated or has no evidence. */
    public static Optional<Explanation> ofVerdict(Trace trace, VerdictResult result) {
        Optional<Violation> first = result.first();
        if (first.isEmpty() || first.get().evidence().isEmpty()) {
            return Optional.empty();
        }
        String finding = "That broke " + result.fullName() + ": " + TerminalReport.violation(result)
                + (first.get().protection().isEmpty()
                        ? ""
                        : "; what failed last is " + first.get().protection());
        List<EventId> evidence = new ArrayList<>(first.get().evidence());
        if (result.ruleClass() == RuleClass.EVENTUALLY) {
            evidence.addAll(standingActs(trace, first.get().from()));
        }
        return CauseCone.of(trace, evidence)
                .map(cone -> cone.explain(
                        "Why was " + result.fullName() + " violated?",
                        first.get().from(),
                        finding));
    }

    /**
     * What people did and nobody undid until then. That something did not come about has no event of its own, and so no
     * cause link; what was taken away and not given back is why.
     */
    private static List<EventId> standingActs(Trace trace, SimTime at) {
        Map<String, EventId> standing = new LinkedHashMap<>();
        for (TraceRecord record : trace.records()) {
            if (record.at().isAfter(at)) {
                break;
            }
            if (record.event() instanceof FaultInjected fault && fault.operator()) {
                standing.put(fault.fault(), record.id());
            } else if (record.event() instanceof FaultEnded ended) {
                standing.remove(ended.fault());
            }
        }
        return List.copyOf(standing.values());
    }

    /** Explain the last new leader after the first fault, or the VIP's new holder when no leader changed. */
    public static Optional<Explanation> ofRecovery(Trace trace) {
        TraceRecord leader = null;
        TraceRecord vip = null;
        boolean broken = false;
        for (TraceRecord record : trace.records()) {
            broken |= record.event() instanceof FaultInjected;
            if (broken && record.event() instanceof LeadershipStarted) {
                leader = record;
            } else if (broken && record.event() instanceof VipAcquired) {
                vip = record;
            }
        }
        if (leader == null) {
            return vip == null ? Optional.empty() : of(trace, vip);
        }
        TraceRecord finding = leader;
        List<EventId> findings =
                vip == null || vip.at().isAfter(finding.at()) ? List.of(finding.id()) : List.of(finding.id(), vip.id());
        return CauseCone.of(trace, findings)
                .map(cone -> cone.explain(
                        "How did it recover, up to " + Sentences.of(finding) + " at "
                                + TerminalReport.seconds(finding.at()) + "?",
                        finding.at(),
                        ""));
    }

    /** Explain the last event of note at or before an instant. */
    public static Optional<Explanation> at(Trace trace, SimTime instant) {
        TraceRecord finding = null;
        for (TraceRecord record : trace.records()) {
            if (record.at().isAfter(instant)) {
                break;
            }
            if (CauseCone.weight(record.event()) > 0) {
                finding = record;
            }
        }
        return finding == null ? Optional.empty() : of(trace, finding);
    }

    /** Explain one event. */
    public static Optional<Explanation> of(Trace trace, TraceRecord finding) {
        return CauseCone.of(trace, List.of(finding.id()))
                .map(cone -> cone.explain(
                        "Why did it happen that " + Sentences.of(finding) + " at "
                                + TerminalReport.seconds(finding.at()) + "?",
                        finding.at(),
                        ""));
    }

    /** The explanation as text: the question, then a sentence a line. */
    public String text() {
        StringBuilder out = new StringBuilder(TextStyle.harmless(question)).append("\n\n");
        for (Sentence each : sentences) {
            String at = TerminalReport.seconds(each.at());
            out.append(" ".repeat(Math.max(0, 9 - at.length())))
                    .append(at)
                    .append("  ")
                    .append(TextStyle.harmless(each.text()))
                    .append('\n');
        }
        if (!settings.isEmpty()) {
            out.append("\n  settings that decided: ")
                    .append(String.join(", ", settings))
                    .append('\n');
        }
        return out.toString();
    }
}
