package dev.quorate.cli;

import dev.quorate.experiment.HuntOutcome;
import dev.quorate.experiment.Survey;
import dev.quorate.outcome.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a survey came to: a table in Markdown for a person, JSON for a tool. */
final class SurveyText {

    private SurveyText() {}

    static String of(List<Survey.Row> rows) {
        StringBuilder out =
                new StringBuilder("| kind of fault | breaks | in runs | share, 95 % | for, p50 | for, longest |\n");
        out.append("|---|---|---|---|---|---|\n");
        List<String> harmless = new ArrayList<>();
        double bound = 0;
        for (Survey.Row row : rows) {
            List<HuntOutcome.Rule> broken = row.outcome().broken();
            if (broken.isEmpty()) {
                harmless.add(row.kind().keyword());
                bound = row.outcome().rules().stream()
                        .filter(rule -> rule.broken().total() == row.outcome().runs())
                        .mapToDouble(HuntOutcome.Rule::bound)
                        .reduce(bound, Math::max);
            }
            for (HuntOutcome.Rule rule : broken) {
                out.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %d of %d | %.1f %% (%.1f to %.1f) | %s | %s |%n",
                        row.kind().keyword(),
                        rule.name(),
                        rule.broken().count(),
                        rule.broken().total(),
                        100 * rule.broken().share(),
                        100 * rule.broken().wilson().low(),
                        100 * rule.broken().wilson().high(),
                        seconds(rule.medianMicros()),
                        seconds(rule.longestMicros())));
            }
        }
        if (!harmless.isEmpty()) {
            out.append(String.format(
                    Locale.ROOT,
                    "%nBroke nothing (at most %.1f %% of such plans break a rule that is always judged): %s%n",
                    100 * bound,
                    String.join(", ", harmless)));
        }
        return out.toString();
    }

    /** A rule that is broken at an instant was broken for no time. */
    private static String seconds(long micros) {
        return micros == 0 ? "an instant" : String.format(Locale.ROOT, "%.1f s", micros / 1e6);
    }

    static String json(List<Survey.Row> rows) {
        return Json.text(json -> {
            json.writeStartArray();
            for (Survey.Row row : rows) {
                json.writeStartObject();
                json.writeStringField("kind", row.kind().keyword());
                json.writeNumberField("runs", row.outcome().runs());
                json.writeArrayFieldStart("broken");
                for (HuntOutcome.Rule rule : row.outcome().broken()) {
                    json.writeStartObject();
                    json.writeStringField("rule", rule.name());
                    json.writeNumberField("runs", rule.broken().count());
                    json.writeNumberField("judged", rule.broken().total());
                    json.writeNumberField("medianMicros", rule.medianMicros());
                    json.writeNumberField("longestMicros", rule.longestMicros());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
