package dev.quorate.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.ExpectationOutcome.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a campaign keeps of one run, a line of {@code runs.jsonl}: a pure function of scenario and seed.
 *
 * @param cell which of the study's cells was run, from 0: a campaign has one, a sweep one for each setting
 * @param seed the seed
 * @param hash the first 16 digits of the trace's SHA-256
 * @param expectations what became of each expectation, in the scenario's order
 * @param rules each rule's answer; rules of class SOMETIMES too
 * @param metrics every measured value
 */
public record RunRow(
        int cell, long seed, String hash, List<Expected> expectations, List<Judged> rules, List<MetricValue> metrics) {

    /** An expectation's state, and the answer that was found. */
    public record Expected(String name, State state, String found) {}

    /** A rule's answer, and for how long it was broken. */
    public record Judged(String name, RuleClass ruleClass, Answer answer, long violatedMicros) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int HASH = 16;

    /** By cell, then by seed. */
    public static final Comparator<RunRow> ORDER =
            Comparator.comparingInt(RunRow::cell).thenComparingLong(RunRow::seed);

    public RunRow {
        expectations = List.copyOf(expectations);
        rules = List.copyOf(rules);
        metrics = List.copyOf(metrics);
    }

    public static RunRow of(int cell, RunOutcome outcome) {
        List<Expected> expectations = new ArrayList<>();
        outcome.expectations().forEach(e -> expectations.add(new Expected(e.name(), e.state(), e.found())));
        List<Judged> rules = new ArrayList<>();
        outcome.verdicts()
                .forEach(v ->
                        rules.add(new Judged(v.fullName().intern(), v.ruleClass(), v.answer(), v.violatedMicros())));
        return new RunRow(
                cell, outcome.seed(), outcome.traceHash().substring(0, HASH), expectations, rules, outcome.metrics());
    }

    /** Whether a safety or liveness rule broke in it. */
    public boolean isBroken() {
        return brokenMicros() > 0;
    }

    /** How long rules were broken in all, and one more for each of them: what the worst runs are chosen by. */
    public long brokenMicros() {
        long micros = 0;
        for (Judged each : rules) {
            if (each.answer() == Answer.VIOLATED && each.ruleClass() != RuleClass.SOMETIMES) {
                micros += 1 + each.violatedMicros();
            }
        }
        return micros;
    }

    /** The sum of a metric over its subjects; 0 when it was not measured. */
    public long sumOf(Metric metric) {
        long sum = 0;
        for (MetricValue each : metrics) {
            sum += each.metric() == metric ? each.value() : 0;
        }
        return sum;
    }

    /** Whether a rule, of any subject or of the one named, was broken. */
    public boolean violates(String rule) {
        for (Judged each : rules) {
            if (each.answer() == Answer.VIOLATED
                    && (each.name().equals(rule) || each.name().startsWith(rule + "."))) {
                return true;
            }
        }
        return false;
    }

    /** The line, without its line feed. */
    public String line() {
        return Json.line(json -> {
            json.writeStartObject();
            json.writeNumberField("cell", cell);
            json.writeNumberField("seed", seed);
            json.writeStringField("trace", hash);
            json.writeArrayFieldStart("expect");
            for (Expected each : expectations) {
                json.writeStartArray();
                json.writeString(each.name());
                json.writeString(each.state().word());
                json.writeString(each.found());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rules");
            for (Judged each : rules) {
                json.writeStartArray();
                json.writeString(each.name());
                json.writeString(each.ruleClass().name());
                json.writeString(each.answer().word());
                json.writeNumber(each.violatedMicros());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("metrics");
            for (MetricValue each : metrics) {
                json.writeStartArray();
                json.writeString(each.metric().spelling());
                json.writeString(each.subject());
                json.writeNumber(each.value());
                json.writeBoolean(each.censored());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /**
     * Read a line back.
     *
     * @throws IOException when it is no such line, cut off for instance
     */
    public static RunRow parse(String line) throws IOException {
        JsonNode json = MAPPER.readTree(line);
        if (json == null || !json.has("seed") || !json.has("metrics")) {
            throw new IOException("not a run's line: " + line.substring(0, Math.min(60, line.length())));
        }
        try {
            List<Expected> expectations = new ArrayList<>();
            for (JsonNode each : json.path("expect")) {
                expectations.add(new Expected(
                        each.path(0).asText().intern(),
                        State.valueOf(each.path(1).asText().toUpperCase(java.util.Locale.ROOT)),
                        each.path(2).asText()));
            }
            List<Judged> rules = new ArrayList<>();
            for (JsonNode each : json.path("rules")) {
                rules.add(new Judged(
                        each.path(0).asText().intern(),
                        RuleClass.valueOf(each.path(1).asText()),
                        Answer.valueOf(each.path(2).asText().toUpperCase(java.util.Locale.ROOT)),
                        each.path(3).asLong()));
            }
            List<MetricValue> metrics = new ArrayList<>();
            for (JsonNode each : json.path("metrics")) {
                metrics.add(new MetricValue(
                        Metric.named(each.path(0).asText()).orElseThrow(),
                        each.path(1).asText().intern(),
                        each.path(2).asLong(),
                        each.path(3).asBoolean()));
            }
            return new RunRow(
                    json.path("cell").asInt(),
                    json.path("seed").asLong(),
                    json.path("trace").asText(),
                    expectations,
                    rules,
                    metrics);
        } catch (RuntimeException e) {
            throw new IOException("not a run's line: " + e.getMessage(), e);
        }
    }
}
