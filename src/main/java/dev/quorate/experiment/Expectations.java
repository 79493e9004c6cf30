package dev.quorate.experiment;

import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.Answer;
import dev.quorate.outcome.ExpectationOutcome;
import dev.quorate.outcome.ExpectationOutcome.State;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Quantity;
import dev.quorate.scenario.expect.Wanted;
import java.util.ArrayList;
import java.util.List;

/** Holds what a scenario expects against what its run came to. */
final class Expectations {

    private Expectations() {}

    static List<ExpectationOutcome> judge(
            List<Expectation> expectations, List<VerdictResult> verdicts, List<MetricValue> metrics) {
        List<ExpectationOutcome> outcomes = new ArrayList<>();
        for (Expectation expectation : expectations) {
            outcomes.add(
                    isBound(expectation.wanted())
                            ? judgeMetric(expectation, metrics)
                            : judgeRule(expectation, verdicts));
        }
        return outcomes;
    }

    private static boolean isBound(Wanted wanted) {
        return wanted instanceof Wanted.Between || wanted instanceof Wanted.AtMost || wanted instanceof Wanted.AtLeast;
    }

    private static ExpectationOutcome judgeRule(Expectation expectation, List<VerdictResult> verdicts) {
        Answer answer = RunOutcome.answerOf(verdicts, expectation.key());
        Wanted wanted = expectation.wanted();
        String note = RunOutcome.verdictsNamed(verdicts, expectation.key()).stream()
                .filter(v -> v.answer() == answer)
                .map(VerdictResult::note)
                .findFirst()
                .orElse("no such rule was judged");
        State state;
        if (answer == Answer.UNKNOWN) {
            state = State.INCONCLUSIVE;
        } else if (wanted instanceof Wanted.ViolatedIn) {
            // One run cannot break a share of runs; a campaign over many seeds judges it.
            state = State.MET;
        } else {
            boolean wantsViolation = wanted instanceof Wanted.Violated;
            state = wantsViolation == (answer == Answer.VIOLATED) ? State.MET : State.BROKEN;
        }
        return new ExpectationOutcome(expectation.key(), wanted.words(), answer.word(), state, note);
    }

    private static ExpectationOutcome judgeMetric(Expectation expectation, List<MetricValue> metrics) {
        List<MetricValue> found = metrics.stream()
                .filter(m -> m.fullName().equals(expectation.key())
                        || m.metric().spelling().equals(expectation.key()))
                .toList();
        Wanted wanted = expectation.wanted();
        if (found.isEmpty()) {
            return new ExpectationOutcome(
                    expectation.key(), wanted.words(), "unknown", State.INCONCLUSIVE, "nothing of it was measured");
        }
        State state = State.MET;
        List<String> words = new ArrayList<>();
        for (MetricValue value : found) {
            words.add(value.words());
            if (!lies(valueOf(value), wanted)) {
                state = State.BROKEN;
            } else if (value.censored() && !(wanted instanceof Wanted.AtLeast) && state == State.MET) {
                state = State.INCONCLUSIVE;
            }
        }
        return new ExpectationOutcome(expectation.key(), wanted.words(), String.join(", ", words), state, "");
    }

    private static double valueOf(MetricValue value) {
        return value.metric().unit() == Metric.Unit.COUNT ? value.value() : value.value() / 1e6;
    }

    private static boolean lies(double value, Wanted wanted) {
        if (wanted instanceof Wanted.Between between) {
            return above(value, between.from()) && below(value, between.to());
        }
        if (wanted instanceof Wanted.AtMost atMost) {
            return below(value, atMost.bound());
        }
        return !(wanted instanceof Wanted.AtLeast atLeast) || above(value, atLeast.bound());
    }

    private static boolean above(double value, Quantity bound) {
        return value >= bound.value();
    }

    private static boolean below(double value, Quantity bound) {
        return value <= bound.value();
    }
}
