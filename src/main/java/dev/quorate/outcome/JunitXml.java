package dev.quorate.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes {@code junit.xml}: a suite for each run, a case for each expectation, or for each rule when it has none. */
public final class JunitXml {

    private enum Kind {
        PASSED,
        FAILED,
        SKIPPED
    }

    private record Case(String name, Kind kind, String message) {}

    private JunitXml() {}

    public static String of(List<RunOutcome> outcomes) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        for (RunOutcome outcome : outcomes) {
            suite(outcome, xml);
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static void suite(RunOutcome outcome, StringBuilder xml) {
        List<Case> cases = cases(outcome);
        xml.append("  <testsuite name=\"")
                .append(escape(outcome.title()))
                .append("\" tests=\"")
                .append(cases.size())
                .append("\" failures=\"")
                .append(cases.stream().filter(c -> c.kind() == Kind.FAILED).count())
                .append("\" errors=\"0\" skipped=\"")
                .append(cases.stream().filter(c -> c.kind() == Kind.SKIPPED).count())
                .append("\" time=\"")
                .append(seconds(outcome))
                .append("\">\n    <properties>\n      <property name=\"seed\" value=\"")
                .append(outcome.seed())
                .append("\"/>\n      <property name=\"traceSha256\" value=\"")
                .append(escape(outcome.traceHash()))
                .append("\"/>\n    </properties>\n");
        for (Case each : cases) {
            xml.append("    <testcase classname=\"")
                    .append(escape(outcome.title()))
                    .append("\" name=\"")
                    .append(escape(each.name()))
                    .append("\" time=\"0\"");
            switch (each.kind()) {
                case PASSED -> xml.append("/>\n");
                case FAILED ->
                    xml.append(">\n      <failure message=\"")
                            .append(escape(each.message()))
                            .append("\" type=\"expectation\"/>\n    </testcase>\n");
                case SKIPPED ->
                    xml.append(">\n      <skipped message=\"")
                            .append(escape(each.message()))
                            .append("\"/>\n    </testcase>\n");
            }
        }
        xml.append("  </testsuite>\n");
    }

    private static List<Case> cases(RunOutcome outcome) {
        List<Case> cases = new ArrayList<>();
        for (ExpectationOutcome each : outcome.expectations()) {
            Kind kind = switch (each.state()) {
                case MET -> Kind.PASSED;
                case BROKEN -> Kind.FAILED;
                case INCONCLUSIVE -> Kind.SKIPPED;
            };
            cases.add(new Case(
                    each.name() + " = " + each.expected(), kind, "found " + each.found() + ": " + each.note()));
        }
        if (cases.isEmpty()) {
            for (VerdictResult each : outcome.verdicts()) {
                if (each.ruleClass() != RuleClass.SOMETIMES) {
                    Kind kind = each.answer() == Answer.HELD
                            ? Kind.PASSED
                            : each.answer() == Answer.VIOLATED ? Kind.FAILED : Kind.SKIPPED;
                    cases.add(new Case(each.fullName(), kind, each.note()));
                }
            }
        }
        return cases;
    }

    private static String seconds(RunOutcome outcome) {
        return String.format(Locale.ROOT, "%.3f", outcome.end().toSeconds());
    }

    /** Escape for XML 1.0; characters that it does not know become U+FFFD. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&apos;");
                case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
                default -> {
                    boolean known = c >= 0x20 && !(c >= 0xd800 && c <= 0xdfff) && c != 0xfffe && c != 0xffff;
                    out.appendCodePoint(known ? c : 0xfffd);
                }
            }
        });
        return out.toString();
    }
}
