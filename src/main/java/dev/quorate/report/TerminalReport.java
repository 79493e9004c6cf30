package dev.quorate.report;

import dev.quorate.outcome.Answer;
import dev.quorate.outcome.ExpectationOutcome;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer on a terminal: verdicts first, then the picture; the next step is the caller's to print. */
public final class TerminalReport {

    private TerminalReport() {}

    /** Title, verdicts and lanes. {@code timing} is what follows the seed: {@code "3m simulated in 0.1 s"}. */
    public static String of(RunReport report, TextStyle style, String timing) {
        StringBuilder out = new StringBuilder();
        RunOutcome outcome = report.outcome();
        out.append(style.bold(TextStyle.harmless(outcome.title())))
                .append("   seed ")
                .append(outcome.seed())
                .append(timing.isEmpty() ? "" : ", " + timing)
                .append('\n');
        for (String line : report.lesson()) {
            out.append(style.faint("  " + TextStyle.harmless(line))).append('\n');
        }
        out.append('\n');
        verdicts(outcome, style, out);
        out.append('\n');
        lanes(report, style, out);
        return out.toString();
    }

    /** The verdict block alone. */
    public static String verdicts(RunOutcome outcome, TextStyle style) {
        StringBuilder out = new StringBuilder();
        verdicts(outcome, style, out);
        return out.toString();
    }

    private static void verdicts(RunOutcome outcome, TextStyle style, StringBuilder out) {
        int width = 24;
        for (VerdictResult result : outcome.verdicts()) {
            Optional<ExpectationOutcome> expected = expectation(outcome, result);
            boolean shown = expected.isPresent()
                    || (result.answer() == Answer.VIOLATED && result.ruleClass() != RuleClass.SOMETIMES);
            width = shown ? Math.min(64, Math.max(width, name(result, expected).length())) : width;
        }
        int held = 0;
        int unknown = 0;
        List<String> seen = new ArrayList<>();
        List<String> heldRows = new ArrayList<>();
        for (VerdictResult result : outcome.verdicts()) {
            Optional<ExpectationOutcome> expected = expectation(outcome, result);
            if (result.ruleClass() == RuleClass.SOMETIMES && expected.isEmpty()) {
                if (result.answer() == Answer.HELD) {
                    seen.add(result.name());
                }
            } else if (result.answer() == Answer.VIOLATED) {
                String asExpected = expected.map(e -> switch (e.state()) {
                            case MET -> "  as expected";
                            case BROKEN -> "  NOT EXPECTED";
                            case INCONCLUSIVE -> "";
                        })
                        .orElse("");
                out.append("  ")
                        .append(style.red("BROKEN"))
                        .append("  ")
                        .append(LaneText.pad(name(result, expected), width))
                        .append(' ')
                        .append(violation(result))
                        .append(style.faint(asExpected))
                        .append('\n');
                result.first()
                        .filter(v -> !v.protection().isEmpty())
                        .ifPresent(v -> out.append(" ".repeat(12))
                                .append("failed last: ")
                                .append(TextStyle.harmless(v.protection()))
                                .append('\n'));
            } else if (expected.isPresent()) {
                String word = result.answer() == Answer.HELD ? style.green("held  ") : "unknown";
                heldRows.add("  " + word + "  " + LaneText.pad(name(result, expected), width) + " "
                        + TextStyle.harmless(result.note())
                        + (expected.get().state() == ExpectationOutcome.State.BROKEN
                                ? style.red(
                                        "  NOT AS EXPECTED: " + expected.get().expected())
                                : ""));
            } else if (result.answer() == Answer.HELD) {
                held++;
            } else {
                unknown++;
            }
        }
        heldRows.forEach(row -> out.append(row.stripTrailing()).append('\n'));
        for (ExpectationOutcome each : outcome.expectations()) {
            if (outcome.resultsOf(each.name()).isEmpty()) {
                out.append("  unknown ")
                        .append(LaneText.pad(each.name() + " " + each.expected(), width))
                        .append(' ')
                        .append(TextStyle.harmless(each.note()))
                        .append('\n');
            }
        }
        if (held > 0) {
            out.append("  ")
                    .append(style.green("held  "))
                    .append("  ")
                    .append(held)
                    .append(heldRows.isEmpty() && outcome.broken().isEmpty() ? " rules" : " more rules")
                    .append(unknown > 0 ? style.faint("; " + unknown + " had nothing to judge") : "")
                    .append('\n');
        }
        if (!seen.isEmpty()) {
            wrap(out, "  seen    ", seen, style.width());
        }
        if (!outcome.expectations().isEmpty()) {
            long met = outcome.expectations().stream()
                    .filter(e -> e.state() == ExpectationOutcome.State.MET)
                    .count();
            String line = met + " of " + outcome.expectations().size() + " expectations met";
            out.append("  ")
                    .append(outcome.passed() ? style.green(line) : style.red(line))
                    .append('\n');
        }
    }

    private static void wrap(StringBuilder out, String head, List<String> words, int width) {
        StringBuilder line = new StringBuilder(head);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i) + (i + 1 < words.size() ? ", " : "");
            if (line.length() + word.length() > width && line.length() > head.length()) {
                out.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(" ".repeat(head.length()));
            }
            line.append(word);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static Optional<ExpectationOutcome> expectation(RunOutcome outcome, VerdictResult result) {
        return outcome.expectations().stream()
                .filter(e -> e.name().equals(result.fullName()) || e.name().equals(result.name()))
                .findFirst();
    }

    private static String name(VerdictResult result, Optional<ExpectationOutcome> expected) {
        String bound = expected.map(ExpectationOutcome::expected)
                .filter(e -> !e.equals("held") && !e.equals("violated"))
                .orElse("");
        return TextStyle.harmless(
                (result.name() + " " + result.subject()).strip() + (bound.isEmpty() ? "" : " " + bound));
    }

    /** The first violation in words: what, from, to, who. */
    static String violation(VerdictResult result) {
        if (result.violations().isEmpty()) {
            return TextStyle.harmless(result.note());
        }
        Violation first = result.violations().get(0);
        StringBuilder text = new StringBuilder(first.what());
        if (first.from().equals(first.to())) {
            text.append(" at ").append(seconds(first.from()));
        } else {
            text.append(' ')
                    .append(seconds(first.from()))
                    .append(" .. ")
                    .append(first.open() ? "the end" : seconds(first.to()))
                    .append(" (")
                    .append(span(first.length()))
                    .append(')');
        }
        if (!first.who().isEmpty()) {
            text.append(": ").append(String.join(", ", first.who()));
        }
        if (result.violationCount() > 1) {
            text.append(", and ").append(result.violationCount() - 1).append(" more");
        }
        return TextStyle.harmless(text.toString());
    }

    private static void lanes(RunReport report, TextStyle style, StringBuilder out) {
        Lanes lanes = report.lanes();
        List<Lane> shown = new ArrayList<>(lanes.of(Lanes.Kind.LEADERS));
        shown.addAll(lanes.of(Lanes.Kind.VIPS));
        List<Faults.Mark> marks = Faults.of(report.trace());
        if (shown.isEmpty() && marks.isEmpty()) {
            return;
        }
        int width = 12;
        for (Lane lane : shown) {
            width = Math.max(width, Math.min(30, lane.label().length()));
        }
        LaneText text = new LaneText(style, SimTime.ZERO, report.trace().end(), width);
        String group = "";
        for (Lane lane : shown) {
            if (!lane.group().equals(group)) {
                group = lane.group();
                out.append("  ").append(style.bold(TextStyle.harmless(group))).append('\n');
            }
            out.append(TextStyle.harmless(text.row(lane))).append('\n');
        }
        if (!marks.isEmpty()) {
            out.append(text.faults(marks)).append('\n');
        }
        out.append(text.axis()).append('\n');
        out.append(style.faint(text.legend(shown))).append('\n');
        for (int i = 0; i < marks.size() && i < 12; i++) {
            Faults.Mark mark = marks.get(i);
            out.append(style.faint("  " + (i < 9 ? Integer.toString(i + 1) : "+") + " " + seconds(mark.at()) + "  "
                            + TextStyle.harmless(mark.words()) + (mark.operator() ? " (a person did it)" : "")))
                    .append('\n');
        }
        if (marks.size() > 12) {
            out.append(style.faint("  + " + (marks.size() - 12) + " more in timeline.txt"))
                    .append('\n');
        }
    }

    /** An instant with one decimal: {@code 42.1 s}. */
    static String seconds(SimTime at) {
        long tenths = Math.floorDiv(at.micros() + 50_000, 100_000L);
        String sign = tenths < 0 ? "-" : "";
        return sign + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10 + " s";
    }

    /** A span: tenths of a second, or milliseconds when it is short. */
    static String span(Duration span) {
        long micros = SimTime.micros(span);
        return micros < 100_000 ? (micros + 500) / 1_000 + " ms" : seconds(new SimTime(micros));
    }
}
