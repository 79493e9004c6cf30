package dev.quorate.outcome;

import dev.quorate.metric.MetricValue;

/** Writes {@code summary.md}: verdicts, expectations and metrics as tables. */
public final class SummaryMarkdown {

    private SummaryMarkdown() {}

    public static String of(RunOutcome outcome) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(cell(outcome.title())).append("\n\n");
        text.append("seed ")
                .append(outcome.seed())
                .append(", ")
                .append(outcome.end())
                .append(" simulated, ")
                .append(outcome.events())
                .append(" events\n\n");
        if (!outcome.expectations().isEmpty()) {
            text.append("| expectation | expected | found | |\n|---|---|---|---|\n");
            for (ExpectationOutcome each : outcome.expectations()) {
                text.append("| ")
                        .append(cell(each.name()))
                        .append(" | ")
                        .append(cell(each.expected()))
                        .append(" | ")
                        .append(cell(each.found()))
                        .append(" | ")
                        .append(each.state().word())
                        .append(" |\n");
            }
            text.append('\n');
        }
        text.append("| rule | answer | |\n|---|---|---|\n");
        for (VerdictResult each : outcome.verdicts()) {
            text.append("| ")
                    .append(cell(each.fullName()))
                    .append(" | ")
                    .append(each.answer().word())
                    .append(" | ")
                    .append(cell(note(each)))
                    .append(" |\n");
        }
        text.append("\n| metric | value |\n|---|---|\n");
        for (MetricValue each : outcome.metrics()) {
            text.append("| ")
                    .append(cell(each.fullName()))
                    .append(" | ")
                    .append(each.words())
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String note(VerdictResult result) {
        if (result.violations().isEmpty()) {
            return result.note();
        }
        Violation first = result.violations().get(0);
        String who = first.who().isEmpty() ? "" : ": " + String.join(", ", first.who());
        String span = first.from().equals(first.to()) ? first.from().toString() : first.from() + " .. " + first.to();
        return first.what() + " " + span + who
                + (result.violationCount() > 1 ? ", and " + (result.violationCount() - 1) + " more" : "");
    }

    /** Text that cannot break out of a table's cell or become markup. */
    private static String cell(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '|' || c == '<' || c == '>' || c == '`' || c == '*' || c == '_' || c == '[' || c == ']'
                    || c == '\\') {
                out.append('\\');
            }
            out.appendCodePoint(c < 0x20 || c == 0x7f ? ' ' : c);
        });
        return out.toString();
    }
}
