package dev.quorate.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.time.SimTime;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What Surefire's own report parser (TestSuiteXmlParser) and CI servers take from the file, and how strictly. */
class JunitXmlTest {

    private static final String NASTY = "</testcase><script>alert('x')</script> \"q\" & ]]> \u0000\u0007\ud800";

    private static RunOutcome outcome(String title) {
        return new RunOutcome(
                title,
                42,
                SimTime.ofSeconds(90),
                5,
                "abc",
                List.of(),
                List.of(
                        expectation("single-vip-holder", ExpectationOutcome.State.MET),
                        expectation("recovers-within", ExpectationOutcome.State.BROKEN),
                        expectation(title, ExpectationOutcome.State.INCONCLUSIVE)),
                List.of());
    }

    private static ExpectationOutcome expectation(String name, ExpectationOutcome.State state) {
        return new ExpectationOutcome(name, "held", "violated", state, name);
    }

    @Test
    void suitesAndCasesHaveWhatAParserReads() throws Exception {
        List<Element> suites = children(parse(outcome("one"), outcome(NASTY)), "testsuite");
        assertThat(suites).hasSize(2);
        for (Element suite : suites) {
            List<Element> cases = children(suite, "testcase");
            assertThat(suite.getAttribute("name")).isNotEmpty();
            assertThat(Double.parseDouble(suite.getAttribute("time"))).isEqualTo(90.0);
            assertThat(number(suite, "tests")).isEqualTo(cases.size()).isEqualTo(3);
            assertThat(number(suite, "failures"))
                    .isEqualTo(with(cases, "failure"))
                    .isEqualTo(1);
            assertThat(number(suite, "skipped"))
                    .isEqualTo(with(cases, "skipped"))
                    .isEqualTo(1);
            assertThat(number(suite, "errors")).isEqualTo(with(cases, "error")).isZero();
            for (Element each : cases) {
                assertThat(each.getAttribute("classname")).isEqualTo(suite.getAttribute("name"));
                assertThat(each.getAttribute("name")).isNotEmpty();
                assertThat(Double.parseDouble(each.getAttribute("time"))).isZero();
                children(each, "failure").forEach(failure -> {
                    assertThat(failure.getAttribute("message")).startsWith("found violated");
                    assertThat(failure.getAttribute("type")).isNotEmpty();
                });
            }
        }
    }

    @Test
    void textStaysText() throws Exception {
        Element suite = children(parse(outcome(NASTY)), "testsuite").get(0);
        assertThat(suite.getAttribute("name")).startsWith("</testcase><script>alert('x')</script> \"q\" & ]]>");
        assertThat(suite.getElementsByTagName("script").getLength()).isZero();
    }

    private static Element parse(RunOutcome... outcomes) throws Exception {
        byte[] xml = JunitXml.of(List.of(outcomes)).getBytes(StandardCharsets.UTF_8);
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("testsuites");
        return root;
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }

    private static int with(List<Element> cases, String name) {
        return (int)
                cases.stream().filter(each -> !children(each, name).isEmpty()).count();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
