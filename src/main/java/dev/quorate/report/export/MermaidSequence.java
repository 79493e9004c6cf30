package dev.quorate.report.export;

import dev.quorate.report.Moment;
import dev.quorate.report.RunReport;
import dev.quorate.report.Sequence;
import dev.quorate.report.TextStyle;
import java.util.List;
import java.util.Optional;

/** What led up to the first finding, as a Mermaid sequence diagram. */
public final class MermaidSequence {

    private MermaidSequence() {}

    /** The diagram; empty when nothing was found and nothing recovered. */
    public static Optional<String> of(RunReport report) {
        return Moment.of(report).stream()
                .flatMap(moment -> Sequence.of(report, moment).stream())
                .findFirst()
                .map(MermaidSequence::text);
    }

    private static String text(Sequence sequence) {
        StringBuilder out = new StringBuilder("sequenceDiagram\n");
        List<String> participants = sequence.participants();
        for (int i = 0; i < participants.size(); i++) {
            out.append("    participant p")
                    .append(i)
                    .append(" as ")
                    .append(escape(participants.get(i)))
                    .append('\n');
        }
        for (Sequence.Step step : sequence.steps()) {
            String words = escape(step.at() + " " + step.label());
            if (step.isMessage()) {
                out.append("    p")
                        .append(participants.indexOf(step.from()))
                        .append(step.lost() ? "--x" : "->>")
                        .append('p')
                        .append(participants.indexOf(step.to()))
                        .append(": ")
                        .append(words)
                        .append('\n');
            } else if (!participants.isEmpty()) {
                String over = step.from().isEmpty()
                        ? "p0" + (participants.size() > 1 ? ",p" + (participants.size() - 1) : "")
                        : "p" + participants.indexOf(step.from());
                out.append("    Note over ")
                        .append(over)
                        .append(": ")
                        .append(words)
                        .append('\n');
            }
        }
        return out.toString();
    }

    /** Entity codes for what Mermaid or the page around it would take for markup (Mermaid, "Entity codes"). */
    private static String escape(String text) {
        StringBuilder out = new StringBuilder();
        TextStyle.harmless(text).codePoints().forEach(c -> {
            if (c == '<' || c == '>' || c == '"' || c == '&' || c == ';' || c == '#') {
                out.append('#').append(c).append(';');
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
