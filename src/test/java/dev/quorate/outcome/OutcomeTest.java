package dev.quorate.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.ExpectationOutcome.State;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class OutcomeTest {

    private static final String NASTY = "<script>alert('1')</script> \"q\" & | `x` \u0000 \u0007 end";

    @Test
    void theExitCodeTellsAFindingFromWhatIsNotKnown() {
        assertThat(outcome(List.of(expectation(State.MET))).exitCode()).isZero();
        assertThat(outcome(List.of(expectation(State.MET), expectation(State.BROKEN)))
                        .exitCode())
                .isEqualTo(1);
        assertThat(outcome(List.of(expectation(State.INCONCLUSIVE))).exitCode()).isEqualTo(3);
        assertThat(outcome(List.of()).exitCode())
                .as("a rule is broken and nobody expected it")
                .isEqualTo(1);
    }

    @Test
    void oneAnswerIsGivenForANameThatManyShare() {
        List<VerdictResult> verdicts = outcome(List.of()).verdicts();
        assertThat(RunOutcome.answerOf(verdicts, "single-acting-leader")).isEqualTo(Answer.VIOLATED);
        assertThat(RunOutcome.answerOf(verdicts, "single-acting-leader.kube-controller-manager"))
                .isEqualTo(Answer.HELD);
        assertThat(RunOutcome.answerOf(verdicts, "no-such-rule")).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void theSummaryIsJsonWithTheVerdicts() throws Exception {
        JsonNode json = new ObjectMapper().readTree(SummaryJson.of(outcome(List.of(expectation(State.MET)))));
        assertThat(json.get("title").asText()).isEqualTo(NASTY);
        assertThat(json.get("verdicts").get(0).get("name").asText()).isEqualTo("single-acting-leader.kube-scheduler");
        assertThat(json.get("verdicts")
                        .get(0)
                        .get("first")
                        .get(0)
                        .get("fromMicros")
                        .asLong())
                .isEqualTo(44_700_000);
        assertThat(json.get("metrics").get(0).get("micros").asLong()).isEqualTo(1_300_000);
        assertThat(json.get("expectations").get(0).get("state").asText()).isEqualTo("met");
    }

    @Test
    void junitXmlIsWellFormedWhateverTheTextHolds() throws Exception {
        String xml = JunitXml.of(List.of(
                outcome(List.of(expectation(State.MET), expectation(State.BROKEN), expectation(State.INCONCLUSIVE))),
                outcome(List.of())));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(5);
    }

    @Test
    void markdownKeepsItsTables() {
        String text = SummaryMarkdown.of(outcome(List.of(expectation(State.BROKEN))));
        assertThat(text).doesNotContain("<script>").contains("\\<script\\>");
        text.lines()
                .filter(line -> line.startsWith("| single-acting"))
                .forEach(line -> assertThat(line.replace("\\|", "")
                                .chars()
                                .filter(c -> c == '|')
                                .count())
                        .isGreaterThanOrEqualTo(4));
    }

    @Test
    void intervalsOfAShareAreThoseOfTheBooks() {
        // Brown, Cai and DasGupta (2001): 0 of 10 has the Clopper-Pearson bound 1 - 0.025^(1/10) = 0.3085
        assertThat(new Proportion(0, 10).clopperPearson().high()).isCloseTo(0.3085, within(1e-4));
        assertThat(new Proportion(0, 10).wilson().low()).isZero();
        assertThat(new Proportion(0, 10).wilson().high()).isCloseTo(0.2775, within(1e-4));
        assertThat(new Proportion(5, 10).wilson().low()).isCloseTo(0.2366, within(1e-4));
    }

    @Test
    void quantilesAreValuesThatOccurred() {
        Quantiles quantiles = new Quantiles(List.of(5L, 1L, 4L, 2L, 3L));
        assertThat(quantiles.median()).isEqualTo(3);
        assertThat(quantiles.at(950)).isEqualTo(5);
        assertThat(quantiles.min()).isEqualTo(1);
        assertThat(quantiles.mean()).isEqualTo(3);
        assertThat(new Quantiles(List.of(1L, 2L)).mean()).isEqualTo(2);
    }

    private static ExpectationOutcome expectation(State state) {
        return new ExpectationOutcome("single-vip-holder", "held", "violated", state, NASTY);
    }

    private static RunOutcome outcome(List<ExpectationOutcome> expectations) {
        Violation violation = new Violation(
                SimTime.ofMillis(44_700),
                SimTime.ofMillis(46_000),
                false,
                List.of("k8s-master01", "k8s-master02"),
                "2 leaders | " + NASTY,
                List.of(new EventId(7)),
                "the lease");
        VerdictResult broken = new VerdictResult(
                "single-acting-leader",
                "kube-scheduler",
                RuleClass.ALWAYS,
                Answer.VIOLATED,
                "2 leaders",
                List.of(violation),
                1,
                1_300_000);
        VerdictResult held = new VerdictResult(
                "single-acting-leader", "kube-controller-manager", RuleClass.ALWAYS, Answer.HELD, "", List.of(), 0, 0);
        return new RunOutcome(
                NASTY,
                42,
                SimTime.ofSeconds(180),
                1_234,
                "abc",
                List.of(broken, held),
                expectations,
                List.of(new MetricValue(Metric.DUPLICATE_LEADER_TIME, "kube-scheduler", 1_300_000, false)));
    }
}
