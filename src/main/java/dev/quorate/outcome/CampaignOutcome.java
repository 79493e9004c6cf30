package dev.quorate.outcome;

import java.util.List;
import java.util.Locale;

/**
 * What many runs of one scenario came to: a pure function of scenario and seeds.
 *
 * @param title the scenario's title
 * @param firstSeed the first seed; the others follow it
 * @param runs how many runs
 * @param expectations how often each expectation was not met
 * @param rules how often each rule was broken, in the rules' order; rules that no run could judge are left out
 * @param spans every measured span and count as a distribution over the runs
 * @param worstSeeds seeds whose runs broke the most for the longest, the worst first
 */
public record CampaignOutcome(
        String title,
        long firstSeed,
        int runs,
        List<Risk> expectations,
        List<Risk> rules,
        List<Spread> spans,
        List<Long> worstSeeds) {

    /**
     * A share of runs.
     *
     * @param name of the rule or expectation
     * @param broken in how many of how many runs it was broken
     * @param undecided in how many runs it could not be judged
     */
    public record Risk(String name, Proportion broken, int undecided) {

        /** In words: with no run broken it is a bound, never zero. */
        public String words() {
            Proportion.Range wilson = broken.wilson();
            if (broken.count() == 0) {
                return "none of " + broken.total() + " runs; at most "
                        + percent(broken.clopperPearson().high()) + " (95 %)";
            }
            return broken.count() + " of " + broken.total() + " runs, " + percent(broken.share()) + " (95 % "
                    + percent(wilson.low()) + " to " + percent(wilson.high()) + ")";
        }
    }

    /**
     * A measured value over the runs, in microseconds or as a count.
     *
     * @param isCount whether it is a count
     * @param runs in how many runs it was measured
     * @param above in how many of them it was more than 0
     * @param censored in how many of them the run ended first: their true value is at least what was measured
     */
    public record Spread(
            String name, boolean isCount, int runs, int above, int censored, long p50, long p90, long p99, long max) {

        /** One of its values in words. */
        public String words(long value) {
            return isCount ? Long.toString(value) : String.format(Locale.ROOT, "%.3f s", value / 1e6);
        }
    }

    public CampaignOutcome {
        expectations = List.copyOf(expectations);
        rules = List.copyOf(rules);
        spans = List.copyOf(spans);
        worstSeeds = List.copyOf(worstSeeds);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** As {@code summary.json}: no wall time, host or thread count. */
    public String json() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("title", title);
            json.writeNumberField("firstSeed", firstSeed);
            json.writeNumberField("runs", runs);
            for (boolean ofRules : new boolean[] {false, true}) {
                json.writeArrayFieldStart(ofRules ? "rules" : "expectations");
                for (Risk risk : ofRules ? rules : expectations) {
                    json.writeStartObject();
                    json.writeStringField("name", risk.name());
                    json.writeNumberField("broken", risk.broken().count());
                    json.writeNumberField("judged", risk.broken().total());
                    json.writeNumberField("undecided", risk.undecided());
                    json.writeNumberField("wilsonLow", risk.broken().wilson().low());
                    json.writeNumberField("wilsonHigh", risk.broken().wilson().high());
                    json.writeNumberField(
                            "clopperPearsonLow", risk.broken().clopperPearson().low());
                    json.writeNumberField(
                            "clopperPearsonHigh", risk.broken().clopperPearson().high());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeArrayFieldStart("distributions");
            for (Spread span : spans) {
                json.writeStartObject();
                json.writeStringField("name", span.name());
                json.writeStringField("unit", span.isCount() ? "count" : "microseconds");
                json.writeNumberField("runs", span.runs());
                json.writeNumberField("above0", span.above());
                json.writeNumberField("censored", span.censored());
                json.writeNumberField("p50", span.p50());
                json.writeNumberField("p90", span.p90());
                json.writeNumberField("p99", span.p99());
                json.writeNumberField("max", span.max());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("worstSeeds");
            for (long seed : worstSeeds) {
                json.writeNumber(seed);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
