package dev.quorate.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the verdicts and expectations of a {@code summary.json} back. */
public final class SummaryReader {

    private SummaryReader() {}

    /** Every rule's answers in a summary's text. */
    public static List<VerdictResult> verdicts(String summary) throws IOException {
        JsonNode json = new ObjectMapper().readTree(summary);
        List<VerdictResult> results = new ArrayList<>();
        for (JsonNode each : json.path("verdicts")) {
            String name = each.path("name").asText();
            int dot = name.indexOf('.');
            results.add(new VerdictResult(
                    dot < 0 ? name : name.substring(0, dot),
                    dot < 0 ? "" : name.substring(dot + 1),
                    RuleClass.valueOf(each.path("class").asText().toUpperCase(Locale.ROOT)),
                    Answer.valueOf(each.path("answer").asText().toUpperCase(Locale.ROOT)),
                    each.path("note").asText(),
                    violations(each.path("first")),
                    each.path("violations").asInt(),
                    each.path("violatedMicros").asLong()));
        }
        return results;
    }

    /** What became of every expectation, in a summary's text. */
    public static List<ExpectationOutcome> expectations(String summary) throws IOException {
        List<ExpectationOutcome> expectations = new ArrayList<>();
        for (JsonNode each : new ObjectMapper().readTree(summary).path("expectations")) {
            expectations.add(new ExpectationOutcome(
                    each.path("name").asText(),
                    each.path("expected").asText(),
                    each.path("found").asText(),
                    ExpectationOutcome.State.valueOf(each.path("state").asText().toUpperCase(Locale.ROOT)),
                    each.path("note").asText()));
        }
        return expectations;
    }

    private static List<Violation> violations(JsonNode first) {
        List<Violation> violations = new ArrayList<>();
        for (JsonNode each : first) {
            List<EventId> evidence = new ArrayList<>();
            each.path("evidence").forEach(id -> evidence.add(new EventId(id.asLong())));
            List<String> who = new ArrayList<>();
            each.path("who").forEach(name -> who.add(name.asText()));
            violations.add(new Violation(
                    new SimTime(each.path("fromMicros").asLong()),
                    new SimTime(each.path("toMicros").asLong()),
                    each.path("open").asBoolean(),
                    who,
                    each.path("what").asText(),
                    evidence,
                    each.path("protection").asText()));
        }
        return violations;
    }
}
