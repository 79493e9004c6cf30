package dev.quorate.outcome;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import dev.quorate.trace.EventId;
import java.io.IOException;
import java.util.Locale;

/** Writes {@code summary.json}: instants and spans in integer microseconds, no wall time, host or thread count. */
public final class SummaryJson {

    private SummaryJson() {}

    public static String of(RunOutcome outcome) {
        return Json.text(json -> write(outcome, json));
    }

    /** Write an outcome as one JSON object. */
    public static void write(RunOutcome outcome, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", "quorate-summary/1");
        json.writeStringField("title", outcome.title());
        json.writeNumberField("seed", outcome.seed());
        json.writeNumberField("endMicros", outcome.end().micros());
        json.writeNumberField("events", outcome.events());
        json.writeStringField("traceSha256", outcome.traceHash());
        json.writeBooleanField("passed", outcome.passed());
        json.writeArrayFieldStart("expectations");
        for (ExpectationOutcome each : outcome.expectations()) {
            json.writeStartObject();
            json.writeStringField("name", each.name());
            json.writeStringField("expected", each.expected());
            json.writeStringField("found", each.found());
            json.writeStringField("state", each.state().word());
            json.writeStringField("note", each.note());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("verdicts");
        for (VerdictResult each : outcome.verdicts()) {
            verdict(each, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("metrics");
        for (MetricValue each : outcome.metrics()) {
            json.writeStartObject();
            json.writeStringField("name", each.fullName());
            json.writeNumberField(each.metric().unit() == Metric.Unit.MICROS ? "micros" : "count", each.value());
            json.writeBooleanField("censored", each.censored());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void verdict(VerdictResult result, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", result.fullName());
        json.writeStringField("class", result.ruleClass().name().toLowerCase(Locale.ROOT));
        json.writeStringField("answer", result.answer().word());
        json.writeStringField("note", result.note());
        json.writeNumberField("violations", result.violationCount());
        json.writeNumberField("violatedMicros", result.violatedMicros());
        json.writeArrayFieldStart("first");
        for (Violation each : result.violations()) {
            json.writeStartObject();
            json.writeNumberField("fromMicros", each.from().micros());
            json.writeNumberField("toMicros", each.to().micros());
            json.writeBooleanField("open", each.open());
            json.writeArrayFieldStart("who");
            for (String who : each.who()) {
                json.writeString(who);
            }
            json.writeEndArray();
            json.writeStringField("what", each.what());
            json.writeStringField("protection", each.protection());
            json.writeArrayFieldStart("evidence");
            for (EventId id : each.evidence()) {
                json.writeNumber(id.seq());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
