package dev.quorate.report;

import dev.quorate.metric.Metric;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.ComparisonOutcome;
import dev.quorate.outcome.ComparisonOutcome.Design;
import dev.quorate.outcome.ComparisonOutcome.Difference;
import dev.quorate.outcome.ComparisonOutcome.Pair;
import dev.quorate.outcome.ComparisonOutcome.Unit;
import dev.quorate.outcome.Distribution;
import dev.quorate.outcome.Estimate;
import dev.quorate.outcome.Figures;
import dev.quorate.outcome.Year;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a comparison says: a table of designs, one of differences, and sentences for a decision record. */
public final class ComparisonDocument {

    private ComparisonDocument() {}

    public static Document of(ComparisonOutcome outcome, String title) {
        CampaignOutcome first = outcome.designs().get(0).outcome();
        List<String> leads = new ArrayList<>();
        for (Pair pair : outcome.pairs()) {
            leads.add(sentence(pair));
        }
        return new Document(
                title,
                outcome.designs().size() + " designs under the same faults, " + CampaignDocument.subtitle(first),
                leads,
                List.of(designs(outcome), differences(outcome)));
    }

    /** The sentence: {@code X: 4.1 min/yr less duplicate-leader time than Y, 95 % 3.2 to 5.0}. */
    static String sentence(Pair pair) {
        Difference time = pair.differences().stream()
                .filter(d -> d.what().equals(Metric.DUPLICATE_LEADER_TIME.spelling()))
                .findFirst()
                .orElseThrow();
        String what = "duplicate-leader time than " + pair.first();
        Estimate e = time.unit() == Unit.SECONDS_A_YEAR ? time.estimate().times(1 / 60.0) : time.estimate();
        String unit = time.unit() == Unit.SECONDS_A_YEAR ? "min/yr" : "s a run";
        if (e.apart() == 0) {
            return pair.name() + ": the same duplicate-leader time as " + pair.first() + " in each of " + e.count()
                    + " runs";
        }
        if (!e.differs()) {
            return pair.name() + ": no difference in duplicate-leader time to " + pair.first() + " is shown, 95 % "
                    + amount(e.low(), unit) + " to " + amount(e.high(), unit);
        }
        double low = Math.min(Math.abs(e.low()), Math.abs(e.high()));
        double high = Math.max(Math.abs(e.low()), Math.abs(e.high()));
        return pair.name() + ": " + Figures.digits(Math.abs(e.mean()), 2) + " " + unit
                + (e.mean() < 0 ? " less " : " more ")
                + what + ", 95 % " + Figures.digits(low, 2) + " to " + Figures.digits(high, 2)
                + (e.isFirm() ? "" : " (only " + e.apart() + " runs differ)");
    }

    private static String amount(double value, String unit) {
        return Figures.digits(Math.abs(value), 2) + " " + unit + (value < 0 ? " less" : " more");
    }

    private static Document.Section designs(ComparisonOutcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (Design each : outcome.designs()) {
            CampaignOutcome of = each.outcome();
            Optional<Year> year = of.year();
            rows.add(List.of(
                    each.name(),
                    each.duplicateLeader().words(),
                    year.map(y -> new Year.Event("", each.duplicateLeader(), y.incidents()).words())
                            .orElse("-"),
                    time(of, Metric.DUPLICATE_LEADER_TIME),
                    time(of, Metric.LEADERLESS_TIME),
                    time(of, Metric.API_UNAVAILABLE_TIME),
                    of.span("recovery.total")
                            .map(d -> CampaignDocument.quantile(d, d.at(500)) + ", "
                                    + CampaignDocument.quantile(d, d.at(990)))
                            .orElse("-")));
        }
        return new Document.Section(
                "Designs",
                List.of(
                        "design",
                        "duplicate leader",
                        "how often",
                        "duplicate-leader time",
                        "leaderless time",
                        "API unavailable",
                        "recovery p50, p99"),
                rows,
                "");
    }

    private static String time(CampaignOutcome of, Metric metric) {
        if (of.year().isPresent()) {
            return of.year().get().times().stream()
                    .filter(t -> t.metric() == metric)
                    .map(Year.Time::words)
                    .findFirst()
                    .orElse("-");
        }
        List<String> words = new ArrayList<>();
        for (Distribution each : of.spans()) {
            if (each.name().startsWith(metric.spelling())) {
                words.add("p99 " + CampaignDocument.quantile(each, each.at(990)));
            }
        }
        return String.join(", ", words);
    }

    private static Document.Section differences(ComparisonOutcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (Pair pair : outcome.pairs()) {
            for (Difference each : pair.differences()) {
                Estimate e = each.estimate();
                boolean share = each.unit() == Unit.SHARE;
                double factor = share ? 100 : each.unit() == Unit.SECONDS_A_YEAR ? 1 / 60.0 : 1;
                String unit = share ? " % of runs" : each.unit() == Unit.SECONDS_A_YEAR ? " min/yr" : " s a run";
                rows.add(List.of(
                        pair.name(),
                        each.what(),
                        signed(e.mean() * factor) + unit,
                        signed(e.low() * factor) + " to " + signed(e.high() * factor),
                        e.apart() == 0 ? "same in every run" : e.differs() ? "differs" : "not shown to differ",
                        e.isFirm() || e.apart() == 0 ? "" : "only " + e.apart() + " runs differ"));
            }
        }
        return new Document.Section(
                "Differences to " + outcome.designs().get(0).name(),
                List.of("design", "what", "difference", "95 %", "", ""),
                rows,
                "The same faults strike each design with each seed (common random numbers), and differences are taken"
                        + " seed by seed. Times: Student's t; shares: Bonett and Price.");
    }

    private static String signed(double value) {
        return (value > 0 ? "+" : "") + Figures.digits(value, 2);
    }

    /** Draw the chart of duplicate-leader risk by design. */
    public static Charts.Drawn draw(ComparisonOutcome outcome, String subtitle, Path folder, boolean png) {
        List<RiskCharts.Bar> bars = new ArrayList<>();
        for (Design each : outcome.designs()) {
            each.duplicateLeader().share().ifPresent(p -> bars.add(RiskCharts.Bar.of(each.name(), p)));
        }
        return Pictures.draw(
                fonts -> List.of(new Pictures.Chart(
                        "designs",
                        RiskCharts.shares("Duplicate leader by design", TextStyle.harmless(subtitle), bars, fonts),
                        150 + 44 * bars.size())),
                folder,
                png);
    }
}
