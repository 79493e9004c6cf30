package dev.quorate.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quorate.outcome.Json;
import dev.quorate.outcome.PreventionOutcome;
import dev.quorate.outcome.PreventionOutcome.Change;
import dev.quorate.outcome.PreventionOutcome.Tally;
import dev.quorate.report.TextStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what would have prevented a violation, and at what price. */
final class PreventionText {

    private PreventionText() {}

    static String of(PreventionOutcome outcome) {
        int runs = outcome.asItIs().violated().total();
        StringBuilder out = new StringBuilder("What would have prevented that " + outcome.rule()
                + " is broken?   seeds " + outcome.firstSeed() + " to " + (outcome.firstSeed() + runs - 1) + "\n\n");
        Table table = new Table().row("  change", "broken", "recovery, median", "API away, median", "how");
        table.row("  (as it is)", broken(outcome.asItIs()), recovery(outcome.asItIs()), away(outcome.asItIs()), "");
        for (Change each : outcome.preventing()) {
            table.row(
                    "  " + TextStyle.harmless(each.name()),
                    broken(each.tally()),
                    recovery(each.tally()) + cost(outcome.asItIs(), each.tally()),
                    away(each.tally()),
                    TextStyle.harmless(each.how()));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            table.print(print);
        }
        out.append(bytes.toString(StandardCharsets.UTF_8));
        if (outcome.preventing().isEmpty()) {
            out.append("\n  no single change removed it\n");
        }
        List<String> rest = new ArrayList<>();
        for (Change each : outcome.changes()) {
            if (!each.removes()) {
                rest.add(TextStyle.harmless(each.name()));
            }
        }
        if (!rest.isEmpty()) {
            out.append("\nBroken all the same with: ")
                    .append(String.join("; ", rest))
                    .append('\n');
        }
        return out.toString();
    }

    private static String broken(Tally tally) {
        return tally.violated().count() + " of " + tally.violated().total()
                + (tally.undecided() == 0 ? "" : ", " + tally.undecided() + " undecided");
    }

    private static String recovery(Tally tally) {
        return tally.recoveryMicros() < 0
                ? "none needed"
                : seconds(tally.recoveryMicros())
                        + (tally.recoveryCutOff() == 0 ? "" : " (" + tally.recoveryCutOff() + " cut off)");
    }

    private static String away(Tally tally) {
        return seconds(tally.apiAwayMicros());
    }

    private static String cost(Tally before, Tally after) {
        if (before.recoveryMicros() < 0 || after.recoveryMicros() < 0) {
            return "";
        }
        long more = after.recoveryMicros() - before.recoveryMicros();
        return " (" + (more < 0 ? "-" : "+") + seconds(Math.abs(more)) + ")";
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
    }

    static String json(PreventionOutcome outcome) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("schema", "quorate-prevention/1");
            json.writeStringField("title", outcome.title());
            json.writeStringField("rule", outcome.rule());
            json.writeNumberField("firstSeed", outcome.firstSeed());
            json.writeObjectFieldStart("asItIs");
            tally(outcome.asItIs(), json);
            json.writeEndObject();
            json.writeArrayFieldStart("changes");
            for (Change each : outcome.changes()) {
                json.writeStartObject();
                json.writeStringField("name", each.name());
                json.writeStringField("how", each.how());
                json.writeBooleanField("removes", each.removes());
                tally(each.tally(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void tally(Tally tally, JsonGenerator json) throws IOException {
        json.writeNumberField("violated", tally.violated().count());
        json.writeNumberField("runs", tally.violated().total());
        json.writeNumberField("undecided", tally.undecided());
        json.writeNumberField("recoveryMicrosMedian", tally.recoveryMicros());
        json.writeNumberField("recoveryCutOff", tally.recoveryCutOff());
        json.writeNumberField("apiAwayMicrosMedian", tally.apiAwayMicros());
    }
}
