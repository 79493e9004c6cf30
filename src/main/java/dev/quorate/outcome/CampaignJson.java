package dev.quorate.outcome;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quorate.outcome.Proportion.Range;
import java.io.IOException;

/** Writes a campaign's {@code summary.json}: no wall time, host or thread count; six significant digits. */
public final class CampaignJson {

    private CampaignJson() {}

    public static String of(CampaignOutcome outcome) {
        return Json.text(json -> write(outcome, json));
    }

    /** As one value. */
    static void write(CampaignOutcome outcome, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", outcome.title());
        json.writeStringField("drawn", outcome.drawn());
        json.writeNumberField("firstSeed", outcome.firstSeed());
        json.writeNumberField("runs", outcome.runs());
        json.writeArrayFieldStart("expectations");
        for (ExpectationRisk each : outcome.expectations()) {
            json.writeStartObject();
            json.writeStringField("name", each.name());
            json.writeStringField("expected", each.expected());
            json.writeStringField("state", each.state().word());
            risk(each.risk(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rules");
        for (Risk each : outcome.rules()) {
            json.writeStartObject();
            json.writeStringField("name", each.name());
            risk(each, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("distributions");
        for (Distribution each : outcome.spans()) {
            distribution(each, json);
        }
        json.writeEndArray();
        if (outcome.year().isPresent()) {
            json.writeFieldName("year");
            year(outcome.year().get(), json);
        }
        json.writeArrayFieldStart("worstSeeds");
        for (long seed : outcome.worstSeeds()) {
            json.writeNumber(seed);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void risk(Risk risk, JsonGenerator json) throws IOException {
        json.writeNumberField("broken", risk.broken());
        json.writeNumberField("judged", risk.judged());
        json.writeNumberField("undecided", risk.undecided());
        if (risk.share().isPresent()) {
            range("wilson", risk.share().get().wilson(), json);
            range("clopperPearson", risk.share().get().clopperPearson(), json);
        }
    }

    private static void range(String name, Range range, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeNumber(Figures.rounded(range.low()));
        json.writeNumber(Figures.rounded(range.high()));
        json.writeEndArray();
    }

    private static void distribution(Distribution of, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", of.name());
        json.writeStringField("unit", of.isCount() ? "count" : "microseconds");
        json.writeNumberField("runs", of.count());
        json.writeNumberField("above0", of.above());
        json.writeNumberField("censored", of.censored());
        for (int permille : new int[] {500, 900, 990}) {
            Distribution.Quantile q = of.at(permille);
            json.writeObjectFieldStart("p" + permille / 10);
            json.writeNumberField("value", q.value());
            json.writeBooleanField("longerThan", q.beyond());
            json.writeNumberField("low", q.low());
            if (!q.open()) {
                json.writeNumberField("high", q.high());
            }
            json.writeEndObject();
        }
        json.writeNumberField("max", of.max().value());
        json.writeEndObject();
    }

    private static void year(Year year, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("incidents", Figures.rounded(year.incidents()));
        json.writeNumberField(
                "availability",
                new java.math.BigDecimal(year.availability()).setScale(9, java.math.RoundingMode.HALF_UP));
        json.writeArrayFieldStart("events");
        for (Year.Event each : year.events()) {
            json.writeStartObject();
            json.writeStringField("name", each.name());
            json.writeNumberField("perYear", Figures.rounded(each.perYear()));
            range("interval", each.range(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("secondsPerYear");
        for (Year.Time each : year.times()) {
            json.writeStartObject();
            json.writeStringField("name", each.metric().spelling());
            estimate(each.seconds(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Mean and interval as fields of the current object; an interval of one value is left out. */
    static void estimate(Estimate estimate, JsonGenerator json) throws IOException {
        json.writeNumberField("mean", Figures.rounded(estimate.mean()));
        if (estimate.count() > 1) {
            json.writeNumberField("low", Figures.rounded(estimate.low()));
            json.writeNumberField("high", Figures.rounded(estimate.high()));
        }
        json.writeNumberField("runsNotZero", estimate.apart());
    }
}
