package dev.quorate.outcome;

import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.ExpectationOutcome.State;
import dev.quorate.outcome.Proportion.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds a campaign's rows into what they come to.
 *
 * @param title the scenario's title
 * @param drawn what differs from seed to seed, in words
 * @param expected what the scenario expects, in its order
 * @param incidentsPerYear how many such incidents a year brings; empty when nobody said
 */
public record CampaignFold(String title, String drawn, List<Expected> expected, Optional<Double> incidentsPerYear) {

    /** An expectation as the scenario spells it; {@code share} for {@code violated in}. */
    public record Expected(String name, String words, Optional<Range> share) {}

    /** Broken, judged, undecided. */
    private static final class Count {
        private int broken;
        private int judged;
        private int undecided;

        void add(boolean isBroken, boolean isUndecided) {
            broken += isBroken ? 1 : 0;
            judged += isUndecided ? 0 : 1;
            undecided += isUndecided ? 1 : 0;
        }

        Risk risk(String name) {
            return new Risk(name, broken, judged, undecided);
        }
    }

    public CampaignFold {
        expected = List.copyOf(expected);
    }

    /** What rows, in the order of their seeds, come to. */
    public CampaignOutcome fold(List<RunRow> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no run, no outcome");
        }
        List<Risk> rules = rules(rows);
        return new CampaignOutcome(
                title,
                drawn,
                rows.get(0).seed(),
                rows.size(),
                expectations(rows),
                rules,
                spans(rows),
                incidentsPerYear.map(n -> Year.of(n, rules, rows)),
                worst(rows));
    }

    private List<ExpectationRisk> expectations(List<RunRow> rows) {
        List<ExpectationRisk> all = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            Expected wanted = expected.get(i);
            Count count = new Count();
            for (RunRow row : rows) {
                RunRow.Expected found = row.expectations().get(i);
                boolean broken = wanted.share().isPresent()
                        ? found.found().equals(Answer.VIOLATED.word())
                        : found.state() == State.BROKEN;
                count.add(broken, found.state() == State.INCONCLUSIVE);
            }
            all.add(new ExpectationRisk(wanted.name(), wanted.words(), wanted.share(), count.risk(wanted.name())));
        }
        return all;
    }

    private static List<Risk> rules(List<RunRow> rows) {
        Map<String, Count> counts = new LinkedHashMap<>();
        for (RunRow row : rows) {
            for (RunRow.Judged each : row.rules()) {
                if (each.ruleClass() != RuleClass.SOMETIMES) {
                    counts.computeIfAbsent(each.name(), n -> new Count())
                            .add(each.answer() == Answer.VIOLATED, each.answer() == Answer.UNKNOWN);
                }
            }
        }
        List<Risk> risks = new ArrayList<>();
        counts.forEach((name, count) -> {
            if (count.judged > 0) {
                risks.add(count.risk(name));
            }
        });
        return risks;
    }

    private static List<Distribution> spans(List<RunRow> rows) {
        Map<String, List<Distribution.Value>> values = new LinkedHashMap<>();
        Map<String, Metric> metrics = new LinkedHashMap<>();
        for (RunRow row : rows) {
            for (MetricValue each : row.metrics()) {
                values.computeIfAbsent(each.fullName(), n -> new ArrayList<>())
                        .add(new Distribution.Value(each.value(), each.censored()));
                metrics.put(each.fullName(), each.metric());
            }
        }
        List<Distribution> spans = new ArrayList<>();
        values.forEach((name, of) -> {
            Metric metric = metrics.get(name);
            spans.add(new Distribution(name, metric != null && metric.unit() == Metric.Unit.COUNT, of));
        });
        return spans;
    }

    private static List<Long> worst(List<RunRow> rows) {
        return rows.stream()
                .filter(RunRow::isBroken)
                .sorted(Comparator.comparingLong(RunRow::brokenMicros)
                        .reversed()
                        .thenComparingLong(RunRow::seed))
                .limit(CampaignOutcome.WORST)
                .map(RunRow::seed)
                .toList();
    }
}
