package dev.quorate.outcome;

import dev.quorate.metric.MetricValue;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run came to: a pure function of scenario and seed.
 *
 * @param title the scenario's title
 * @param seed the seed
 * @param end how long was simulated
 * @param events how many events were recorded
 * @param traceHash SHA-256 of the trace
 * @param verdicts every rule's answers
 * @param expectations what became of the scenario's expectations; empty when it has none
 * @param metrics every measured value
 */
public record RunOutcome(
        String title,
        long seed,
        SimTime end,
        long events,
        String traceHash,
        List<VerdictResult> verdicts,
        List<ExpectationOutcome> expectations,
        List<MetricValue> metrics) {

    public RunOutcome {
        verdicts = List.copyOf(verdicts);
        expectations = List.copyOf(expectations);
        metrics = List.copyOf(metrics);
    }

    /** The results that an expectation's name speaks of: of one subject, or of all. */
    public List<VerdictResult> resultsOf(String name) {
        return verdictsNamed(verdicts, name);
    }

    /** The results of a rule, or of one subject of it when the name has one. */
    public static List<VerdictResult> verdictsNamed(List<VerdictResult> verdicts, String name) {
        List<VerdictResult> found = new ArrayList<>();
        for (VerdictResult result : verdicts) {
            if (result.fullName().equals(name) || result.name().equals(name)) {
                found.add(result);
            }
        }
        return found;
    }

    /** One answer for a name that several subjects share: violated if one is, held if all are. */
    public static Answer answerOf(List<VerdictResult> verdicts, String name) {
        List<VerdictResult> found = verdictsNamed(verdicts, name);
        boolean held = false;
        boolean unknown = found.isEmpty();
        for (VerdictResult result : found) {
            if (result.answer() == Answer.VIOLATED) {
                return Answer.VIOLATED;
            }
            held |= result.answer() == Answer.HELD;
            unknown |= result.answer() == Answer.UNKNOWN;
        }
        return held && !unknown ? Answer.HELD : Answer.UNKNOWN;
    }

    /** Safety and liveness rules that were broken. */
    public List<VerdictResult> broken() {
        return broken(verdicts);
    }

    /** Of some results, those of safety and liveness rules that were broken. */
    public static List<VerdictResult> broken(List<VerdictResult> verdicts) {
        List<VerdictResult> broken = new ArrayList<>();
        for (VerdictResult result : verdicts) {
            if (result.answer() == Answer.VIOLATED && result.ruleClass() != RuleClass.SOMETIMES) {
                broken.add(result);
            }
        }
        return broken;
    }

    public Optional<MetricValue> metric(String fullName) {
        return metrics.stream().filter(m -> m.fullName().equals(fullName)).findFirst();
    }

    /** Whether every expectation was met; without any, whether no rule was broken. */
    public boolean passed() {
        return expectations.isEmpty()
                ? broken().isEmpty()
                : expectations.stream().allMatch(e -> e.state() == ExpectationOutcome.State.MET);
    }

    /** What a command exits with: 0 passed, 1 a finding, 3 inconclusive. */
    public int exitCode() {
        if (passed()) {
            return 0;
        }
        boolean finding = expectations.isEmpty()
                || expectations.stream().anyMatch(e -> e.state() == ExpectationOutcome.State.BROKEN);
        return finding ? 1 : 3;
    }
}
