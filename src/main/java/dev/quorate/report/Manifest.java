package dev.quorate.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.outcome.Json;

/**
 * How a run came about, to replay it: {@code manifest.json}. The only file of a result that differs when it is made
 * again.
 *
 * @param scenario the scenario's file as it was given
 * @param seed the seed
 * @param version of Quorate
 * @param jdk the Java version
 * @param inputSha256 SHA-256 of the resolved scenario
 * @param traceSha256 SHA-256 of the trace
 * @param wallMillis how long the run took
 * @param finishedAt when it was finished, UTC, ISO 8601
 * @param replay the command that runs it again
 */
public record Manifest(
        String scenario,
        long seed,
        String version,
        String jdk,
        String inputSha256,
        String traceSha256,
        long wallMillis,
        String finishedAt,
        String replay) {

    private static final String SCHEMA = "quorate-manifest/1";

    /** The file's text. */
    public String json() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            json.writeStringField("scenario", scenario);
            json.writeNumberField("seed", seed);
            json.writeStringField("version", version);
            json.writeStringField("jdk", jdk);
            json.writeStringField("inputSha256", inputSha256);
            json.writeStringField("traceSha256", traceSha256);
            json.writeNumberField("wallMillis", wallMillis);
            json.writeStringField("finishedAt", finishedAt);
            json.writeStringField("replay", replay);
            json.writeEndObject();
        });
    }

    static Manifest of(JsonNode json) {
        if (!json.path("schema").asText().equals(SCHEMA)) {
            throw new IllegalArgumentException(
                    "its schema is '" + json.path("schema").asText() + "', this version reads " + SCHEMA);
        }
        return new Manifest(
                json.path("scenario").asText(),
                json.path("seed").asLong(),
                json.path("version").asText(),
                json.path("jdk").asText(),
                json.path("inputSha256").asText(),
                json.path("traceSha256").asText(),
                json.path("wallMillis").asLong(),
                json.path("finishedAt").asText(),
                json.path("replay").asText());
    }
}
