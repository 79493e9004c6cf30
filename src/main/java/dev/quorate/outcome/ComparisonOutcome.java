package dev.quorate.outcome;

import dev.quorate.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What several designs came to under the same fault draws and seeds, and how they differ, pair by pair.
 *
 * @param designs in the order they were given; differences are to the first
 * @param pairs every other design beside the first
 */
public record ComparisonOutcome(List<Design> designs, List<Pair> pairs) {

    /**
     * A design.
     *
     * @param name its file's
     * @param outcome its campaign
     * @param duplicateLeader in how many runs two led at once
     */
    public record Design(String name, CampaignOutcome outcome, Risk duplicateLeader) {}

    /** A design beside the first. */
    public record Pair(String name, String first, List<Difference> differences) {
        public Pair {
            differences = List.copyOf(differences);
        }
    }

    /**
     * The design's less the first one's, over the same seeds.
     *
     * @param what a metric's or rule's name
     * @param unit what {@code estimate} is in
     */
    public record Difference(String what, Unit unit, Estimate estimate) {}

    /** What a difference is in. */
    public enum Unit {
        /** A share of runs. */
        SHARE("of runs"),
        SECONDS_A_RUN("s a run"),
        SECONDS_A_YEAR("s a year");

        private final String words;

        Unit(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private static final String RULE = "single-acting-leader";

    private static final List<Metric> TIMES = List.of(
            Metric.DUPLICATE_LEADER_TIME,
            Metric.DUPLICATE_VIP_TIME,
            Metric.LEADERLESS_TIME,
            Metric.API_UNAVAILABLE_TIME);

    public ComparisonOutcome {
        designs = List.copyOf(designs);
        pairs = List.copyOf(pairs);
    }

    /** Fold the rows of each design, in the order of their seeds. */
    public static ComparisonOutcome of(List<String> names, List<CampaignOutcome> outcomes, List<List<RunRow>> rows) {
        List<Design> designs = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int broken =
                    (int) rows.get(i).stream().filter(row -> row.violates(RULE)).count();
            designs.add(new Design(
                    names.get(i),
                    outcomes.get(i),
                    new Risk(RULE, broken, rows.get(i).size(), 0)));
            if (i > 0) {
                pairs.add(pair(names, outcomes, rows, i));
            }
        }
        return new ComparisonOutcome(designs, pairs);
    }

    private static Pair pair(List<String> names, List<CampaignOutcome> outcomes, List<List<RunRow>> rows, int i) {
        List<Difference> differences = new ArrayList<>();
        for (String rule : List.of(RULE, "single-vip-holder")) {
            differences.add(new Difference(
                    rule, Unit.SHARE, Estimate.ofShares(broken(rows.get(i), rule), broken(rows.get(0), rule))));
        }
        Optional<Double> own = outcomes.get(i).year().map(Year::incidents);
        Optional<Double> first = outcomes.get(0).year().map(Year::incidents);
        boolean yearly = own.isPresent() && first.isPresent();
        for (Metric metric : TIMES) {
            Estimate estimate = Estimate.ofPairs(
                    times(rows.get(i), metric, own.orElse(1.0)), times(rows.get(0), metric, first.orElse(1.0)));
            differences.add(new Difference(
                    metric.spelling(), yearly ? Unit.SECONDS_A_YEAR : Unit.SECONDS_A_RUN, estimate.times(1e-6)));
        }
        return new Pair(names.get(i), names.get(0), differences);
    }

    private static boolean[] broken(List<RunRow> rows, String rule) {
        boolean[] broken = new boolean[rows.size()];
        for (int i = 0; i < broken.length; i++) {
            broken[i] = rows.get(i).violates(rule);
        }
        return broken;
    }

    /** Microseconds, in a year where incidents come so often. */
    private static long[] times(List<RunRow> rows, Metric metric, double incidents) {
        return rows.stream()
                .mapToLong(row -> Math.round(row.sumOf(metric) * incidents))
                .toArray();
    }

    /** As {@code summary.json}. */
    public String json() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("designs");
            for (Design each : designs) {
                json.writeStartObject();
                json.writeStringField("design", each.name());
                json.writeNumberField(
                        "duplicateLeaderRuns", each.duplicateLeader().broken());
                json.writeFieldName("campaign");
                CampaignJson.write(each.outcome(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("differences");
            for (Pair pair : pairs) {
                for (Difference each : pair.differences()) {
                    json.writeStartObject();
                    json.writeStringField("design", pair.name());
                    json.writeStringField("lessThan", pair.first());
                    json.writeStringField("what", each.what());
                    json.writeStringField("unit", each.unit().words());
                    CampaignJson.estimate(each.estimate(), json);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
