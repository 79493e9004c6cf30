package dev.quorate.report;

import dev.quorate.report.Sequence.Step;
import java.util.List;
import java.util.Locale;

/** Draws a {@link Sequence} as SVG; its colours are the page's. */
final class SequenceSvg {

    private static final int LEFT = 86;
    private static final int ROW = 27;
    private static final int TOP = 50;
    private static final int LONGEST = 58;
    private static final int LONGEST_FAULT = 130;

    private final Sequence sequence;
    private final int gap;
    private final int width;
    private final StringBuilder svg = new StringBuilder();

    private SequenceSvg(Sequence sequence) {
        this.sequence = sequence;
        int columns = Math.max(1, sequence.participants().size());
        this.gap = Math.max(132, Math.min(230, 1040 / columns));
        this.width = LEFT + columns * gap + 130;
    }

    static String of(Sequence sequence) {
        return new SequenceSvg(sequence).draw();
    }

    private String draw() {
        List<Step> steps = sequence.steps();
        int height = TOP + (steps.size() + 1) * ROW + 8;
        svg.append("<svg class=\"sequence\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\" width=\"")
                .append(width)
                .append("\" role=\"img\" aria-label=\"Sequence diagram up to ")
                .append(HtmlReport.escape(sequence.moment().name()))
                .append("\">\n");
        for (int i = 0; i < sequence.participants().size(); i++) {
            participant(sequence.participants().get(i), x(i), height);
        }
        String last = "";
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int y = TOP + (i + 1) * ROW;
            String at = TerminalReport.seconds(step.at());
            text(8, y + 4, at.equals(last) ? "" : at, "when", "start");
            last = at;
            if (step.isMessage()) {
                arrow(step, y);
            } else {
                note(step, y);
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private int x(int participant) {
        return LEFT + gap / 2 + participant * gap;
    }

    private void participant(String name, int x, int height) {
        int on = name.lastIndexOf(" on ");
        line(x, TOP - 6, x, height - 4, "life");
        text(x, 18, cut(on < 0 ? name : name.substring(0, on), gap / 8), "who", "middle");
        text(x, 34, cut(on < 0 ? "" : name.substring(on + 4), gap / 8), "where", "middle");
    }

    private void arrow(Step step, int y) {
        int from = x(sequence.participants().indexOf(step.from()));
        int to = x(sequence.participants().indexOf(step.to()));
        int end = step.lost() ? from + (to - from) * 3 / 4 : to;
        int way = to > from ? 1 : -1;
        line(from, y, end, y, step.lost() ? "told lost" : "told");
        if (step.lost()) {
            svg.append(String.format(
                    Locale.ROOT, "<path class=\"told lost\" d=\"M%d,%dl10,10m0,-10l-10,10\"/>%n", end - 5, y - 5));
        } else {
            svg.append(String.format(Locale.ROOT, "<path class=\"head\" d=\"M%d,%dl%d,-4v8z\"/>%n", end, y, -9 * way));
        }
        text((from + to) / 2, y - 5, cut(step.label(), LONGEST), "words", "middle");
    }

    private void note(Step step, int y) {
        boolean fault = step.from().isEmpty();
        String words = cut(step.label(), fault ? LONGEST_FAULT : LONGEST);
        int at = fault ? LEFT + 4 : x(sequence.participants().indexOf(step.from()));
        int length = (int) Math.round(words.length() * 6.6) + 14;
        int left = fault ? at : Math.max(LEFT, Math.min(at - length / 2, width - length - 4));
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"19\" rx=\"4\"/>%n",
                fault ? "note fault" : "note",
                left,
                y - 11,
                length));
        text(left + 7, y + 3, words, "words", "start");
    }

    private void line(int x1, int y1, int x2, int y2, String style) {
        svg.append(String.format(
                Locale.ROOT, "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", style, x1, y1, x2, y2));
    }

    private void text(int x, int y, String words, String style, String anchor) {
        if (!words.isEmpty()) {
            svg.append("<text class=\"")
                    .append(style)
                    .append("\" x=\"")
                    .append(x)
                    .append("\" y=\"")
                    .append(y)
                    .append("\" text-anchor=\"")
                    .append(anchor)
                    .append("\">")
                    .append(HtmlReport.escape(words))
                    .append("</text>\n");
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "\u2026";
    }
}
