package dev.quorate.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quorate.experiment.FaultProfile;
import dev.quorate.experiment.HuntOutcome;
import dev.quorate.outcome.Json;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a hunt came to, for a person and for a tool. */
final class HuntText {

    private HuntText() {}

    static String of(HuntOutcome outcome, FaultProfile profile, List<HuntFinds.Find> finds, double seconds) {
        StringBuilder out = new StringBuilder();
        out.append(outcome.title()).append("   ").append(outcome.runs()).append(" plans");
        if (outcome.runs() == 0) {
            return out.append(": too little time for one\n").toString();
        }
        out.append(String.format(Locale.ROOT, " in %.1f s", seconds))
                .append(", seeds ")
                .append(outcome.firstSeed())
                .append(" to ")
                .append(outcome.firstSeed() + outcome.runs() - 1)
                .append("; 1 to ")
                .append(profile.most())
                .append(" faults of ")
                .append(profile.kinds().size())
                .append(" kinds within ")
                .append(Spread.words(profile.within()))
                .append("\n\n");
        int width = outcome.rules().stream()
                .mapToInt(rule -> rule.name().length())
                .max()
                .orElse(0);
        for (HuntOutcome.Rule rule : outcome.rules()) {
            String name = rule.name() + " ".repeat(width - rule.name().length());
            out.append(rule.isBroken() ? "  BROKEN  " : "  held    ")
                    .append(name)
                    .append("  ")
                    .append(words(rule))
                    .append('\n');
            finds.stream().filter(find -> find.rule().equals(rule)).forEach(find -> find(find, out));
        }
        coverage(outcome.coverage(), out);
        return out.toString();
    }

    private static String words(HuntOutcome.Rule rule) {
        int total = rule.broken().total();
        if (!rule.isBroken()) {
            return String.format(
                    Locale.ROOT,
                    "in none of %d plans: at most %s of such plans break it (95 %% confidence)",
                    total,
                    percent(rule.bound()));
        }
        return String.format(
                Locale.ROOT,
                "in %d of %d plans, %s (%s to %s)%s",
                rule.broken().count(),
                total,
                percent(rule.broken().share()),
                percent(rule.broken().wilson().low()),
                percent(rule.broken().wilson().high()),
                rule.longestMicros() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", for %.3f s at the longest", rule.longestMicros() / 1e6));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.01 ? "%.2f %%" : "%.1f %%", 100 * share);
    }

    private static void find(HuntFinds.Find find, StringBuilder out) {
        Scenario small = find.shrunk().scenario();
        out.append(String.format(
                Locale.ROOT,
                "          shrunk from %d to %d faults in %d runs, %.1f s%s:%n",
                find.drawnFaults(),
                small.timeline().size(),
                find.shrunk().runs(),
                find.seconds(),
                find.shrunk().minimal() ? "; none can be left out" : "; perhaps not the smallest"));
        small.timeline()
                .forEach(fault -> out.append("            ")
                        .append(ScenarioWriter.item(fault))
                        .append('\n'));
        out.append("          again:  ").append(find.replay()).append('\n');
        out.append("          look:   ")
                .append(find.report().resolve("report.html"))
                .append('\n');
    }

    private static void coverage(HuntOutcome.Coverage coverage, StringBuilder out) {
        out.append("\n  drawn        ").append(counts(coverage.drawn(), 1)).append('\n');
        if (!coverage.neverDrawn().isEmpty()) {
            out.append("  never drawn  ")
                    .append(String.join(", ", coverage.neverDrawn()))
                    .append('\n');
        }
        if (!coverage.neverInjected().isEmpty()) {
            out.append("  never hit    ")
                    .append(String.join(", ", coverage.neverInjected()))
                    .append('\n');
        }
        out.append("  reached      ").append(counts(coverage.marks(), 1)).append('\n');
        List<String> missed = coverage.marks().entrySet().stream()
                .filter(mark -> mark.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        out.append("  missed       ")
                .append(missed.isEmpty() ? "none of what a run is to show sometimes" : String.join(", ", missed))
                .append('\n');
    }

    private static String counts(Map<String, Integer> counts, int least) {
        List<String> words = counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= least)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    static String json(HuntOutcome outcome, FaultProfile profile, List<HuntFinds.Find> finds) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("title", outcome.title());
            json.writeNumberField("firstSeed", outcome.firstSeed());
            json.writeNumberField("runs", outcome.runs());
            json.writeNumberField("mostFaults", profile.most());
            json.writeStringField("within", Spread.words(profile.within()));
            json.writeArrayFieldStart("rules");
            for (HuntOutcome.Rule rule : outcome.rules()) {
                json.writeStartObject();
                json.writeStringField("name", rule.name());
                json.writeNumberField("broken", rule.broken().count());
                json.writeNumberField("judged", rule.broken().total());
                json.writeNumberField("atMost", rule.bound());
                json.writeNumberField("longestMicros", rule.longestMicros());
                for (HuntFinds.Find find : finds) {
                    if (find.rule().equals(rule)) {
                        find(find, json);
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            counts("drawn", outcome.coverage().drawn(), json);
            counts("marks", outcome.coverage().marks(), json);
            json.writeEndObject();
        });
    }

    private static void find(HuntFinds.Find find, JsonGenerator json) throws IOException {
        json.writeNumberField("seed", find.shrunk().scenario().seed());
        json.writeNumberField("drawnFaults", find.drawnFaults());
        json.writeNumberField(
                "shrunkFaults", find.shrunk().scenario().timeline().size());
        json.writeBooleanField("minimal", find.shrunk().minimal());
        json.writeStringField("scenario", find.file().toString());
        json.writeStringField("replay", find.replay());
    }

    private static void counts(String name, Map<String, Integer> counts, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }
}
