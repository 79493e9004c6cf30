package dev.quorate.report;

import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.Answer;
import dev.quorate.outcome.ExpectationOutcome;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.report.Explanation.Sentence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * {@code report.html}: one file that opens from disk without a network.
 *
 * <p>What matters is there without scripts too: verdicts, causes, charts. All text from files is escaped, and the page
 * forbids itself every request.
 */
public final class HtmlReport {

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
        page.append("<nav><a href=\"#lanes-head\">lanes</a><a href=\"#verdicts\">verdicts</a><a href=\"#why\">why</a>")
                .append(
                        "<a href=\"#charts\">charts</a><a href=\"#metrics\">metrics</a><a href=\"#settings\">settings</a></nav>\n");
        lanes(page);
        verdicts(report, page);
        why(explanations, page);
        charts(charts, page);
        metrics(report, page);
        tail(report, page);
        page.append("<script type=\"application/json\" id=\"data\">")
                .append(ReportData.json(report))
                .append("</script>\n");
        page.append("<script>\n").append(resource("report.js")).append("</script>\n</body>\n</html>\n");
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
        page.append("</p>\n</header>\n<section id=\"player\" hidden></section>\n");
    }

    private static void lanes(StringBuilder page) {
        page.append("<h2 id=\"lanes-head\">Who was what, when</h2>\n<div class=\"controls\">")
                .append("<select id=\"kind\" aria-label=\"which lanes\"><option value=\"all\">all lanes</option>");
        for (Lanes.Kind kind : Lanes.Kind.values()) {
            page.append("<option value=\"")
                    .append(kind)
                    .append("\">")
                    .append(escape(kind.title()))
                    .append("</option>");
        }
        page.append("</select><button id=\"zoom-in\">zoom in</button><button id=\"zoom-out\">zoom out</button>")
                .append("<button id=\"zoom-all\">all</button><button id=\"event-before\">event before</button>")
                .append("<button id=\"event-after\">event after</button>")
                .append("<input id=\"scrub\" type=\"range\" min=\"0\" max=\"10000\" value=\"0\" aria-label=\"time\">")
                .append("<strong id=\"now\"></strong></div>\n")
                .append("<div id=\"lanes\" tabindex=\"0\" role=\"group\" aria-label=\"lanes; arrows move the cursor, ")
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
                .append("<p class=\"faint\">Click or drag to set the time; arrows, + and -, n and p on the keyboard; ")
                .append("Ctrl and the wheel zoom.</p>\n")
                .append("<div class=\"two\"><div><h2>The cluster then</h2><pre id=\"view\"></pre></div>")
                .append("<div><h2>Events</h2><div class=\"controls\"><input id=\"filter\" placeholder=\"filter\" ")
                .append("aria-label=\"filter events\"><span class=\"faint\" id=\"count\"></span></div>")
                .append("<div id=\"events\" tabindex=\"0\"><table><tbody></tbody></table></div></div></div>\n")
                .append(
                        "<noscript><p>Lanes and events need scripts; the charts below and timeline.txt do not.</p></noscript>\n");
    }

    private static String swatch(Lane.Look look) {
        return "<svg width=\"18\" height=\"12\" aria-hidden=\"true\"><rect width=\"18\" height=\"12\" fill=\""
                + Theme.css(Theme.colour(look)) + "\"/>"
                + (Theme.path(look).isEmpty()
                        ? ""
                        : "<path d=\"M0,12 L12,0 M6,12 L18,0\" stroke=\"#fff\" stroke-width=\"1.6\"/>")
                + "</svg>";
    }

    private static void verdicts(RunReport report, StringBuilder page) {
        page.append("<h2 id=\"verdicts\">Verdicts</h2>\n");
        if (!report.outcome().expectations().isEmpty()) {
            page.append("<table><tr><th>expectation</th><th>expected</th><th>found</th><th></th></tr>\n");
            for (ExpectationOutcome each : report.outcome().expectations()) {
                boolean met = each.state() == ExpectationOutcome.State.MET;
                page.append("<tr><td>")
                        .append(escape(each.name()))
                        .append("</td><td>")
                        .append(escape(each.expected()))
                        .append("</td><td>")
                        .append(escape(each.found()))
                        .append("</td><td class=\"word ")
                        .append(met ? "good" : "bad")
                        .append("\">")
                        .append(each.state().word())
                        .append("</td></tr>\n");
            }
            page.append("</table>\n<p></p>\n");
        }
        page.append("<table><tr><th>rule</th><th></th><th></th></tr>\n");
        List<VerdictResult> results = new ArrayList<>(report.outcome().verdicts());
        results.sort((a, b) -> Integer.compare(order(a), order(b)));
        for (VerdictResult each : results) {
            page.append("<tr><td class=\"word ")
                    .append(style(each))
                    .append("\">")
                    .append(word(each))
                    .append("</td><td>")
                    .append(escape(each.fullName()))
                    .append("</td><td>")
                    .append(escape(TerminalReport.violation(each)));
            for (Violation violation :
                    each.violations().subList(0, Math.min(5, each.violations().size()))) {
                page.append(" <a href=\"#lanes-head\" data-at=\"")
                        .append(violation.from().micros())
                        .append("\">show ")
                        .append(violation.from())
                        .append("</a>");
            }
            each.first()
                    .filter(v -> !v.protection().isEmpty())
                    .ifPresent(v -> page.append("<br><span class=\"faint\">failed last: ")
                            .append(escape(v.protection()))
                            .append("</span>"));
            page.append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static int order(VerdictResult result) {
        if (result.ruleClass() == RuleClass.SOMETIMES) {
            return result.answer() == Answer.HELD ? 3 : 4;
        }
        return switch (result.answer()) {
            case VIOLATED -> 0;
            case HELD -> 1;
            case UNKNOWN -> 5;
        };
    }

    private static String word(VerdictResult result) {
        if (result.ruleClass() == RuleClass.SOMETIMES) {
            return result.answer() == Answer.HELD ? "seen" : "not seen";
        }
        return switch (result.answer()) {
            case VIOLATED -> "BROKEN";
            case HELD -> "held";
            case UNKNOWN -> "unknown";
        };
    }

    private static String style(VerdictResult result) {
        return switch (order(result)) {
            case 0 -> "bad";
            case 1 -> "good";
            default -> "faint";
        };
    }

    private static void why(List<Explanation> explanations, StringBuilder page) {
        page.append("<h2 id=\"why\">Why</h2>\n");
        if (explanations.isEmpty()) {
            page.append("<p class=\"faint\">Nothing was broken and nothing had to recover.</p>\n");
        }
        for (Explanation each : explanations) {
            page.append("<h3>").append(escape(each.question())).append("</h3>\n<ol class=\"chain\">\n");
            for (Sentence sentence : each.sentences()) {
                page.append("<li><time>")
                        .append(TerminalReport.seconds(sentence.at()))
                        .append("</time> ")
                        .append(escape(sentence.text()))
                        .append(" <a href=\"#lanes-head\" data-at=\"")
                        .append(sentence.at().micros())
                        .append("\">")
                        .append(sentence.event())
                        .append("</a></li>\n");
            }
            page.append("</ol>\n");
            if (!each.settings().isEmpty()) {
                page.append("<p class=\"faint\">settings that decided: <code>")
                        .append(escape(String.join(", ", each.settings())))
                        .append("</code></p>\n");
            }
        }
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

    private static void metrics(RunReport report, StringBuilder page) {
        page.append(
                "<h2 id=\"metrics\">Metrics</h2>\n<table><tr><th>metric</th><th>value</th><th>what counts</th></tr>\n");
        for (MetricValue each : report.outcome().metrics()) {
            page.append("<tr><td>")
                    .append(escape(each.fullName()))
                    .append("</td><td class=\"num\">")
                    .append(escape(each.words()))
                    .append("</td><td class=\"faint\">")
                    .append(escape(each.metric().definition()))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static void tail(RunReport report, StringBuilder page) {
        page.append("<h2>Run it again</h2>\n<pre>")
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
            page.append("<h2>What is not modelled</h2>\n<ul>\n");
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
