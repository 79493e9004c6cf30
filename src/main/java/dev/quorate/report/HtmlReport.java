package dev.quorate.report;

import dev.quorate.outcome.VerdictResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code report.html}: one file that opens from disk without a network.
 *
 * <p>What matters is there without scripts too: verdicts, causes, charts. All text from files is escaped, and the page
 * forbids itself every request.
 */
public final class HtmlReport {

    /** The page's script, in the order in which its parts build on each other. */
    private static final List<String> SCRIPTS =
            List.of("state.js", "cluster.js", "lanes.js", "topology.js", "player.js");

    private HtmlReport() {}

    /** The page's text; {@code charts} are SVG texts by name. */
    public static String of(RunReport report, Map<String, String> charts) throws IOException {
        StringBuilder page = new StringBuilder(1 << 18);
        String title = report.outcome().title();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                .append("style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append(" - Quorate</title>\n<style>\n")
                .append(resource("report.css"))
                .append("</style>\n</head>\n<body>\n");
        List<Explanation> explanations = Explanation.all(report);
        head(report, explanations, page);
        page.append("<nav>");
        for (String place : List.of(
                "player",
                "lanes-head lanes",
                "why",
                "verdicts",
                "sequence what was said",
                "events-head events",
                "charts",
                "metrics",
                "again run it again",
                "settings",
                "not what is not modelled")) {
            int space = place.indexOf(' ');
            page.append("<a href=\"#")
                    .append(space < 0 ? place : place.substring(0, space))
                    .append("\">")
                    .append(place.substring(space + 1))
                    .append("</a>");
        }
        page.append("</nav>\n");
        player(page);
        HtmlTables.why(explanations, page);
        HtmlTables.verdicts(report, page);
        sequences(report, page);
        events(page);
        charts(charts, page);
        HtmlTables.metrics(report, page);
        tail(report, page);
        page.append("<script type=\"application/json\" id=\"data\">")
                .append(ReportData.json(report))
                .append("</script>\n");
        page.append("<script>\n");
        for (String part : SCRIPTS) {
            page.append(resource(part));
        }
        page.append("</script>\n</body>\n</html>\n");
        return page.toString();
    }

    private static void head(RunReport report, List<Explanation> explanations, StringBuilder page) {
        List<VerdictResult> broken = report.outcome().broken();
        page.append("<header>\n<h1>")
                .append(escape(report.outcome().title()))
                .append("</h1>\n<p class=\"faint\">seed ")
                .append(report.outcome().seed())
                .append(", ")
                .append(LaneText.instant(report.outcome().end().micros()))
                .append(" simulated, ")
                .append(report.outcome().events())
                .append(" events");
        if (!report.outcome().expectations().isEmpty()) {
            page.append(", ").append(report.outcome().passed() ? "every expectation met" : "not every expectation met");
        }
        page.append("</p>\n");
        report.lesson().forEach(line -> page.append("<p>").append(escape(line)).append("</p>\n"));
        page.append("<p class=\"lead").append(broken.isEmpty() ? "" : " broken").append("\">");
        if (broken.isEmpty()) {
            page.append("<span class=\"word good\">Every rule held.</span> ");
        } else {
            page.append("<span class=\"word bad\">Broken: ")
                    .append(escape(broken.get(0).fullName()))
                    .append("</span> ")
                    .append(escape(TerminalReport.violation(broken.get(0))));
            page.append(broken.size() > 1 ? " (and " + (broken.size() - 1) + " more rules). " : ". ");
        }
        if (!explanations.isEmpty() && !explanations.get(0).roots().isEmpty()) {
            page.append("It goes back to: ")
                    .append(escape(Sentences.of(explanations.get(0).roots().get(0))))
                    .append('.');
        }
        page.append("</p>\n</header>\n");
    }

    private static void player(StringBuilder page) {
        page.append("<section id=\"player\" aria-label=\"player\" hidden>\n<div class=\"controls main\">")
                .append(button("step-back", "step back", "p"))
                .append(button("play", "play", "space"))
                .append(button("step-on", "step", "n"))
                .append("<label>speed <select id=\"speed\"></select></label>")
                .append(button("to-finding", "next finding", "f"))
                .append(
                        "<input id=\"scrub\" type=\"range\" min=\"0\" max=\"10000\" step=\"1\" value=\"0\" aria-label=\"time\">")
                .append("<strong id=\"now\" aria-live=\"off\"></strong></div>\n")
                .append("<div class=\"two stage\"><div><div id=\"stage\"></div>")
                .append("<p class=\"said\"><span class=\"faint\">done to it</span> <span id=\"caption\"></span><br>")
                .append("<span class=\"faint\">last event</span> <span id=\"latest\"></span></p>\n")
                .append("<p class=\"faint small\">Double lines: cluster network (thick) and service network (thin). ")
                .append("\u2715: cut, nearer to the host that hears nothing when cut one way.</p></div>\n")
                .append(
                        "<pre id=\"view\" tabindex=\"0\" aria-label=\"the cluster then, in the words of crm_mon\"></pre></div>\n</section>\n")
                .append("<h2 id=\"lanes-head\">Who was what, when</h2>\n<div class=\"controls\">")
                .append("<select id=\"kind\" aria-label=\"which lanes\"><option value=\"all\">all lanes</option>");
        for (Lanes.Kind kind : Lanes.Kind.values()) {
            page.append("<option value=\"")
                    .append(kind)
                    .append("\">")
                    .append(escape(kind.title()))
                    .append("</option>");
        }
        page.append("</select>")
                .append(button("zoom-in", "zoom in", "+"))
                .append(button("zoom-out", "zoom out", "-"))
                .append(button("zoom-all", "all", "0"))
                .append(
                        "</div>\n<div id=\"lanes\" tabindex=\"0\" role=\"group\" aria-label=\"lanes; arrows move the cursor, ")
                .append("+ and - zoom, n and p go to the next and previous event\"></div>\n<div class=\"legend\">");
        for (Lane.Look look : Lane.Look.values()) {
            if (look != Lane.Look.QUIET) {
                page.append("<span>")
                        .append(swatch(look))
                        .append(escape(look.meaning()))
                        .append("</span>");
            }
        }
        page.append("<span>dashed: a fault begins (dark) or ends (green)</span></div>\n")
                .append(
                        "<p class=\"faint\">Click or drag in the lanes to set the time; Ctrl and the wheel zoom. Keys: space ")
                .append(
                        "plays, arrows move (with Shift further), n and p step from event to event, f goes to the next ")
                .append("finding, + - 0 zoom, &lt; and &gt; change the speed.</p>\n")
                .append(
                        "<noscript><p>The player, lanes and events need scripts; everything else does not.</p></noscript>\n");
    }

    private static String button(String id, String words, String key) {
        return "<button type=\"button\" id=\"" + id + "\" title=\"key: " + key + "\">" + words + "</button>";
    }

    private static void sequences(RunReport report, StringBuilder page) {
        page.append("<h2 id=\"sequence\">What was said</h2>\n");
        boolean any = false;
        for (Moment moment : Moment.of(report)) {
            Optional<Sequence> sequence = Sequence.of(report, moment);
            if (sequence.isPresent()) {
                any = true;
                page.append("<h3>Up to ")
                        .append(escape(moment.name()))
                        .append(" at ")
                        .append(moment.at())
                        .append("</h3>\n<figure class=\"plain\">")
                        .append(SequenceSvg.of(sequence.get()))
                        .append("</figure>\n");
            }
        }
        if (!any) {
            page.append("<p class=\"faint\">Nothing was broken and nothing had to recover.</p>\n");
        } else {
            page.append(
                            "<p class=\"faint\">Boxes are events that it goes back to, arrows are messages that they brought ")
                    .append("about; those of one kind between the same two are drawn once, at the first.");
            if (report.messages().isEmpty()) {
                page.append(" No messages were recorded with this trace.");
            }
            page.append("</p>\n");
        }
    }

    private static void events(StringBuilder page) {
        page.append(
                        "<h2 id=\"events-head\">Events</h2>\n<div class=\"controls\"><input id=\"filter\" type=\"text\" placeholder=\"filter\" ")
                .append("aria-label=\"filter events\"><span class=\"faint\" id=\"count\"></span></div>\n")
                .append("<div id=\"events\" tabindex=\"0\"><table><tbody id=\"rows\"></tbody></table></div>\n");
    }

    private static String swatch(Lane.Look look) {
        return "<svg width=\"18\" height=\"12\" aria-hidden=\"true\"><rect width=\"18\" height=\"12\" fill=\""
                + Theme.css(Theme.colour(look)) + "\"/>"
                + (Theme.path(look).isEmpty()
                        ? ""
                        : "<path d=\"M0,12 L12,0 M6,12 L18,0\" stroke=\"#fff\" stroke-width=\"1.6\"/>")
                + "</svg>";
    }

    private static void charts(Map<String, String> charts, StringBuilder page) {
        if (charts.isEmpty()) {
            return;
        }
        page.append("<h2 id=\"charts\">Charts</h2>\n");
        charts.forEach((name, svg) -> page.append("<figure id=\"chart-")
                .append(escape(name))
                .append("\">")
                .append(svg)
                .append("</figure>\n"));
    }

    private static void tail(RunReport report, StringBuilder page) {
        page.append("<h2 id=\"again\">Run it again</h2>\n<pre>")
                .append(escape(report.replay()))
                .append("</pre>\n");
        page.append("<p class=\"faint\">trace SHA-256 <code>")
                .append(escape(report.outcome().traceHash()))
                .append("</code></p>\n");
        if (!report.settings().isEmpty()) {
            page.append("<h2 id=\"settings\">Scenario and settings, resolved</h2>\n<pre>")
                    .append(escape(report.settings()))
                    .append("</pre>\n");
        } else {
            page.append("<p id=\"settings\"></p>\n");
        }
        List<String> not = report.notModelled().isEmpty() ? Collections.emptyList() : report.notModelled();
        if (!not.isEmpty()) {
            page.append("<h2 id=\"not\">What is not modelled</h2>\n<ul>\n");
            not.forEach(line -> page.append("<li>").append(escape(line)).append("</li>\n"));
            page.append("</ul>\n");
        }
    }

    static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Text that stays text: no markup, no attribute, no control character. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                    boolean control = (c < 0x20 && c != '\n' && c != '\t')
                            || (c >= 0x7f && c < 0xa0)
                            || (c >= 0xd800 && c <= 0xdfff)
                            || (c >= 0x202a && c <= 0x202e)
                            || (c >= 0x2066 && c <= 0x2069);
                    out.appendCodePoint(control ? 0xfffd : c);
                }
            }
        });
        return out.toString();
    }
}
