package dev.quorate.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a campaign, comparison or sweep says, as tables: written once, shown on the terminal, as Markdown and as HTML.
 *
 * @param title the first line
 * @param subtitle what was run, in words
 * @param leads the sentences that matter
 * @param sections the tables, the most telling first
 */
public record Document(String title, String subtitle, List<String> leads, List<Section> sections) {

    /**
     * A table.
     *
     * @param title its heading
     * @param head the columns' names
     * @param rows the cells
     * @param note said below it; {@code ""} for nothing
     */
    public record Section(String title, List<String> head, List<List<String>> rows, String note) {
        public Section {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    public Document {
        leads = List.copyOf(leads);
        sections = List.copyOf(sections);
    }

    /** For a terminal: aligned columns. */
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append(TextStyle.harmless(title)).append("   ").append(subtitle).append("\n\n");
        leads.forEach(lead -> out.append("  ").append(TextStyle.harmless(lead)).append('\n'));
        for (Section section : sections) {
            if (section.rows().isEmpty() && section.note().isEmpty()) {
                continue;
            }
            out.append('\n');
            List<List<String>> all = new ArrayList<>();
            List<String> head = new ArrayList<>(section.head());
            head.set(0, section.title());
            all.add(head);
            all.addAll(section.rows());
            align(all, out);
            if (!section.note().isEmpty()) {
                out.append("  ").append(section.note()).append('\n');
            }
        }
        return out.toString();
    }

    private static void align(List<List<String>> rows, StringBuilder out) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (i == widths.size()) {
                    widths.add(0);
                }
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < row.size(); i++) {
                String cell = TextStyle.harmless(row.get(i));
                line.append(cell);
                if (i < row.size() - 1) {
                    line.append(" ".repeat(Math.max(0, widths.get(i) - cell.length()) + 2));
                }
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /** As Markdown, to be pasted into a decision record. */
    public String markdown() {
        StringBuilder out = new StringBuilder();
        out.append("# ")
                .append(cell(title))
                .append("\n\n")
                .append(cell(subtitle))
                .append("\n");
        leads.forEach(lead -> out.append("\n").append(cell(lead)).append("\n"));
        for (Section section : sections) {
            if (section.rows().isEmpty() && section.note().isEmpty()) {
                continue;
            }
            out.append("\n## ").append(cell(section.title())).append("\n");
            if (!section.rows().isEmpty()) {
                out.append("\n| ")
                        .append(String.join(
                                " | ",
                                section.head().stream().map(Document::cell).toList()));
                out.append(" |\n|").append("---|".repeat(section.head().size())).append('\n');
                for (List<String> row : section.rows()) {
                    out.append("| ")
                            .append(String.join(
                                    " | ", row.stream().map(Document::cell).toList()))
                            .append(" |\n");
                }
            }
            if (!section.note().isEmpty()) {
                out.append('\n').append(cell(section.note())).append('\n');
            }
        }
        return out.toString();
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

    /**
     * As one HTML file that opens from disk.
     *
     * @param charts SVG texts by name
     * @param settings the resolved scenario
     * @param replay the command that makes it again
     * @param notModelled what is not modelled
     */
    public String html(Map<String, String> charts, String settings, String replay, List<String> notModelled)
            throws IOException {
        StringBuilder page = new StringBuilder(1 << 16);
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                .append("style-src 'unsafe-inline'; img-src data:\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append(" - Quorate</title>\n<style>\n")
                .append(HtmlReport.resource("report.css"))
                .append("</style>\n</head>\n<body>\n<header>\n<h1>")
                .append(escape(title))
                .append("</h1>\n<p class=\"faint\">")
                .append(escape(subtitle))
                .append("</p>\n");
        leads.forEach(
                lead -> page.append("<p class=\"lead\">").append(escape(lead)).append("</p>\n"));
        page.append("</header>\n");
        charts.forEach((name, svg) -> page.append("<figure id=\"chart-")
                .append(escape(name))
                .append("\">")
                .append(svg)
                .append("</figure>\n"));
        sections.forEach(section -> table(section, page));
        page.append("<h2>Run it again</h2>\n<pre>").append(escape(replay)).append("</pre>\n");
        page.append("<h2>Scenario and settings, resolved</h2>\n<pre>")
                .append(escape(settings))
                .append("</pre>\n");
        page.append("<h2>What is not modelled</h2>\n<ul>\n");
        notModelled.forEach(line -> page.append("<li>").append(escape(line)).append("</li>\n"));
        return page.append("</ul>\n</body>\n</html>\n").toString();
    }

    private static void table(Section section, StringBuilder page) {
        if (section.rows().isEmpty() && section.note().isEmpty()) {
            return;
        }
        page.append("<h2>").append(escape(section.title())).append("</h2>\n");
        if (!section.rows().isEmpty()) {
            page.append("<table><tr>");
            section.head()
                    .forEach(cell -> page.append("<th>").append(escape(cell)).append("</th>"));
            page.append("</tr>\n");
            for (List<String> row : section.rows()) {
                page.append("<tr>");
                row.forEach(cell -> page.append("<td>").append(escape(cell)).append("</td>"));
                page.append("</tr>\n");
            }
            page.append("</table>\n");
        }
        if (!section.note().isEmpty()) {
            page.append("<p class=\"faint\">").append(escape(section.note())).append("</p>\n");
        }
    }

    private static String escape(String text) {
        return HtmlReport.escape(text);
    }
}
