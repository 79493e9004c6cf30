package dev.quorate.report;

import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.Answer;
import dev.quorate.outcome.ExpectationOutcome;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.report.Explanation.Sentence;
import java.util.ArrayList;
import java.util.List;

/** The parts of the page that are text and tables: verdicts, causes, metrics. */
final class HtmlTables {

    private HtmlTables() {}

    static void verdicts(RunReport report, StringBuilder page) {
        page.append("<h2 id=\"verdicts\">Verdicts</h2>\n");
        if (!report.outcome().expectations().isEmpty()) {
            page.append("<table><tr><th>expectation</th><th>expected</th><th>found</th><th></th></tr>\n");
            for (ExpectationOutcome each : report.outcome().expectations()) {
                boolean met = each.state() == ExpectationOutcome.State.MET;
                page.append("<tr><td>")
                        .append(HtmlReport.escape(each.name()))
                        .append("</td><td>")
                        .append(HtmlReport.escape(each.expected()))
                        .append("</td><td>")
                        .append(HtmlReport.escape(each.found()))
                        .append("</td><td class=\"word ")
                        .append(met ? "good" : "bad")
                        .append("\">")
                        .append(each.state().word())
                        .append("</td></tr>\n");
            }
            page.append("</table>\n<p></p>\n");
        }
        List<VerdictResult> results = new ArrayList<>(report.outcome().verdicts());
        results.sort((a, b) -> Integer.compare(order(a), order(b)));
        List<VerdictResult> broken =
                results.stream().filter(result -> order(result) == 0).toList();
        List<VerdictResult> rest =
                results.stream().filter(result -> order(result) != 0).toList();
        if (!broken.isEmpty()) {
            page.append("<table><tr><th>rule</th><th></th><th></th></tr>\n");
            broken.forEach(each -> verdict(each, page));
            page.append("</table>\n");
        }
        page.append("<details><summary>")
                .append(rest.stream().filter(result -> order(result) == 1).count())
                .append(" rules held; what was seen, and what there was nothing to judge of</summary>\n<table>\n");
        rest.forEach(each -> verdict(each, page));
        page.append("</table></details>\n");
    }

    private static void verdict(VerdictResult each, StringBuilder page) {
        page.append("<tr><td class=\"word ")
                .append(style(each))
                .append("\">")
                .append(word(each))
                .append("</td><td>")
                .append(HtmlReport.escape(each.fullName()))
                .append("</td><td>")
                .append(HtmlReport.escape(TerminalReport.violation(each)));
        for (Violation violation :
                each.violations().subList(0, Math.min(5, each.violations().size()))) {
            page.append(" <a href=\"#player\" data-at=\"")
                    .append(violation.from().micros())
                    .append("\">show ")
                    .append(violation.from())
                    .append("</a>");
        }
        each.first()
                .filter(v -> !v.protection().isEmpty())
                .ifPresent(v -> page.append("<br><span class=\"faint\">failed last: ")
                        .append(HtmlReport.escape(v.protection()))
                        .append("</span>"));
        page.append("</td></tr>\n");
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

    static void why(List<Explanation> explanations, StringBuilder page) {
        page.append("<h2 id=\"why\">Why</h2>\n");
        if (explanations.isEmpty()) {
            page.append("<p class=\"faint\">Nothing was broken and nothing had to recover.</p>\n");
        }
        for (Explanation each : explanations) {
            page.append("<h3>").append(HtmlReport.escape(each.question())).append("</h3>\n<ol class=\"chain\">\n");
            for (Sentence sentence : each.sentences()) {
                page.append("<li><time>")
                        .append(TerminalReport.seconds(sentence.at()))
                        .append("</time> ")
                        .append(HtmlReport.escape(sentence.text()))
                        .append(" <a href=\"#player\" data-at=\"")
                        .append(sentence.at().micros())
                        .append("\">")
                        .append(sentence.event())
                        .append("</a></li>\n");
            }
            page.append("</ol>\n");
            if (!each.settings().isEmpty()) {
                page.append("<p class=\"faint\">settings that decided: <code>")
                        .append(HtmlReport.escape(String.join(", ", each.settings())))
                        .append("</code></p>\n");
            }
        }
    }

    static void metrics(RunReport report, StringBuilder page) {
        page.append(
                "<h2 id=\"metrics\">Metrics</h2>\n<table><tr><th>metric</th><th>value</th><th>what counts</th></tr>\n");
        for (MetricValue each : report.outcome().metrics()) {
            page.append("<tr><td>")
                    .append(HtmlReport.escape(each.fullName()))
                    .append("</td><td class=\"num\">")
                    .append(HtmlReport.escape(each.words()))
                    .append("</td><td class=\"faint\">")
                    .append(HtmlReport.escape(each.metric().definition()))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }
}
