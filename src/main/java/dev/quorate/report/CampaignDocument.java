package dev.quorate.report;

import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.Distribution;
import dev.quorate.outcome.ExpectationOutcome.State;
import dev.quorate.outcome.ExpectationRisk;
import dev.quorate.outcome.Figures;
import dev.quorate.outcome.Proportion;
import dev.quorate.outcome.Risk;
import dev.quorate.outcome.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a campaign says: expectations, a year, rules, distributions, the worst runs. */
public final class CampaignDocument {

    private CampaignDocument() {}

    public static Document of(CampaignOutcome outcome) {
        List<Document.Section> sections = new ArrayList<>();
        sections.add(expectations(outcome));
        outcome.year().ifPresent(year -> sections.add(year(year)));
        sections.add(broken(outcome));
        sections.add(distributions(outcome, false));
        sections.add(distributions(outcome, true));
        sections.add(worst(outcome));
        return new Document(outcome.title(), subtitle(outcome), leads(outcome), sections);
    }

    static String subtitle(CampaignOutcome outcome) {
        return outcome.runs() + " runs, seeds " + outcome.firstSeed() + " to "
                + (outcome.firstSeed() + outcome.runs() - 1)
                + (outcome.drawn().isEmpty() ? "" : ", " + outcome.drawn());
    }

    /** The sentences that matter: duplicate leader, duplicate VIP, recovery. */
    static List<String> leads(CampaignOutcome outcome) {
        List<String> leads = new ArrayList<>();
        lead(outcome, "single-acting-leader", "Duplicate leader", leads);
        lead(outcome, "single-vip-holder", "Duplicate VIP holder", leads);
        outcome.span("recovery.total").ifPresent(total -> {
            Distribution.Quantile half = total.at(500);
            Distribution.Quantile most = total.at(990);
            leads.add("Recovery takes " + quantile(total, half) + " in the median and " + quantile(total, most)
                    + " at p99, in the " + total.count() + " runs that had something to recover from"
                    + (total.censored() == 0
                            ? "."
                            : "; " + total.censored() + " of them did not recover before the end."));
        });
        outcome.year().ifPresent(year -> leads.add("The API through the VIP: " + year.availabilityWords() + "."));
        return leads;
    }

    private static void lead(CampaignOutcome outcome, String rule, String what, List<String> leads) {
        Optional<Risk> risk = outcome.rule(rule);
        if (risk.isPresent()) {
            String often = outcome.year()
                    .map(year -> new Year.Event(rule, risk.get(), year.incidents()).words() + "; ")
                    .orElse("");
            String name = risk.get()
                    .name()
                    .substring(Math.min(rule.length(), risk.get().name().length()));
            leads.add(what + (name.isEmpty() || risk.get().broken() == 0 ? "" : " (" + name.substring(1) + ")") + ": "
                    + often + risk.get().words() + ".");
        }
    }

    private static Document.Section expectations(CampaignOutcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (ExpectationRisk each : outcome.expectations()) {
            String state = each.state() == State.MET ? "met" : each.state() == State.BROKEN ? "NOT MET" : "undecided";
            rows.add(List.of(each.name(), each.expected(), state, each.words()));
        }
        return new Document.Section(
                "Expectations", List.of("expectation", "expected", "", "in how many runs"), rows, "");
    }

    private static Document.Section year(Year year) {
        List<List<String>> rows = new ArrayList<>();
        for (Year.Event each : year.events()) {
            if (each.risk().broken() > 0) {
                rows.add(List.of(each.name() + " broken", each.words()));
            }
        }
        for (Year.Time each : year.times()) {
            rows.add(List.of(each.metric().spelling(), each.words()));
        }
        rows.add(List.of("API availability through the VIP", year.availabilityWords()));
        return new Document.Section(
                "A year",
                List.of("what", "how often, how long"),
                rows,
                "A year brings " + Figures.digits(year.incidents(), 3)
                        + " incidents by the stated rates; each run is one.");
    }

    private static Document.Section broken(CampaignOutcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        int held = 0;
        int fewest = Integer.MAX_VALUE;
        for (Risk each : outcome.rules()) {
            if (each.broken() > 0) {
                rows.add(List.of("BROKEN", each.name(), each.words()));
            } else {
                held++;
                fewest = Math.min(fewest, each.judged());
            }
        }
        String note = held == 0
                ? ""
                : held + " more rules broke in none of at least " + fewest + " judged runs: each of them in at most "
                        + Figures.percent(
                                new Proportion(0, fewest).clopperPearson().high()) + " (95 %) of runs.";
        return new Document.Section("Rules", List.of("", "rule", "in how many runs"), rows, note);
    }

    private static Document.Section distributions(CampaignOutcome outcome, boolean counts) {
        List<List<String>> rows = new ArrayList<>();
        boolean censored = false;
        for (Distribution each : outcome.spans()) {
            if (each.isCount() != counts) {
                continue;
            }
            censored |= each.censored() > 0;
            rows.add(List.of(
                    each.name(),
                    each.above() + " of " + each.count(),
                    interval(each, each.at(500)),
                    interval(each, each.at(900)),
                    interval(each, each.at(990)),
                    (each.max().censored() ? "> " : "") + value(each, each.max().value()),
                    each.censored() == 0 ? "" : each.censored() + " cut off"));
        }
        return new Document.Section(
                counts ? "Counts" : "Times",
                List.of("what", "runs above 0", "p50 (95 %)", "p90 (95 %)", "p99 (95 %)", "max", ""),
                rows,
                censored
                        ? "Cut off: the run ended first. Such a run counts as 'longer than' (Kaplan-Meier), never as"
                                + " recovered."
                        : "");
    }

    private static Document.Section worst(CampaignOutcome outcome) {
        return new Document.Section(
                "Worst runs",
                List.of("seeds"),
                outcome.worstSeeds().stream()
                        .map(seed -> List.of("seed " + seed))
                        .toList(),
                "");
    }

    /** A quantile in words, {@code > 40.0 s} when too many runs ended first. */
    static String quantile(Distribution of, Distribution.Quantile q) {
        return (q.beyond() ? "> " : "") + value(of, q.value());
    }

    private static String interval(Distribution of, Distribution.Quantile q) {
        if (of.above() == 0 && of.censored() == 0) {
            return of.isCount() ? "0" : "0 s";
        }
        return quantile(of, q) + " (" + value(of, q.low()) + " to " + (q.open() ? "?" : value(of, q.high())) + ")";
    }

    static String value(Distribution of, long value) {
        if (of.isCount()) {
            return Long.toString(value);
        }
        return String.format(java.util.Locale.ROOT, value < 10_000_000 ? "%.2f s" : "%.1f s", value / 1e6);
    }
}
