package dev.quorate.outcome;

import java.util.List;

/**
 * Risk against settings: a campaign for each combination.
 *
 * @param axes what was varied, in the order given; the last one changes fastest
 * @param rule whose risk is shown
 * @param cells a campaign for each combination
 */
public record SweepOutcome(List<Axis> axes, String rule, List<Cell> cells) {

    /** A setting and its values, as they were given. */
    public record Axis(String path, List<String> values) {
        public Axis {
            values = List.copyOf(values);
        }

        /** The last steps of the path, for a label. */
        public String label() {
            String first = path.replaceFirst("\\+.*", "");
            String[] steps = first.split("\\.");
            return steps.length < 2 ? first : steps[steps.length - 2] + "." + steps[steps.length - 1];
        }
    }

    /** A combination: a value of each axis, what its runs came to, and in how many of them the rule broke. */
    public record Cell(List<String> values, CampaignOutcome outcome, Risk risk) {
        public Cell {
            values = List.copyOf(values);
        }
    }

    /** A curve over the last two axes' places, from theory, to be drawn on a heat map: x for each y. */
    public record Curve(String name, List<Double> atEachRow) {
        public Curve {
            atEachRow = List.copyOf(atEachRow);
        }
    }

    public SweepOutcome {
        axes = List.copyOf(axes);
        cells = List.copyOf(cells);
    }

    /** As {@code summary.json}. */
    public String json() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("rule", rule);
            json.writeArrayFieldStart("cells");
            for (Cell each : cells) {
                json.writeStartObject();
                json.writeObjectFieldStart("settings");
                for (int i = 0; i < axes.size(); i++) {
                    json.writeStringField(axes.get(i).path(), each.values().get(i));
                }
                json.writeEndObject();
                json.writeNumberField("broken", each.risk().broken());
                json.writeFieldName("campaign");
                CampaignJson.write(each.outcome(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
