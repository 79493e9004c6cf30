package dev.quorate.verdict;

import dev.quorate.time.SimTime;
import java.util.List;
import java.util.Optional;

/**
 * What a rule answered for a run, for one subject.
 *
 * @param name the rule's name
 * @param subject what it was asked of, a component or a VIP; {@code ""} when it is asked of the run
 * @param ruleClass when the rule is asked
 * @param answer the answer
 * @param note why, in words
 * @param violations the first violations, at most {@value #KEPT}
 * @param violationCount how many there were
 * @param violatedMicros how long the rule was broken in all, in microseconds
 */
public record VerdictResult(
        String name,
        String subject,
        RuleClass ruleClass,
        Answer answer,
        String note,
        List<Violation> violations,
        int violationCount,
        long violatedMicros) {

    /** How many violations a result keeps. */
    public static final int KEPT = 20;

    public VerdictResult {
        violations = List.copyOf(violations);
        if (violations.size() > KEPT) {
            throw new IllegalArgumentException("a result keeps " + KEPT + " violations, not " + violations.size());
        }
    }

    public static VerdictResult held(Verdict verdict, String subject, String note) {
        return new VerdictResult(verdict.name(), subject, verdict.ruleClass(), Answer.HELD, note, List.of(), 0, 0);
    }

    public static VerdictResult unknown(Verdict verdict, String subject, String why) {
        return new VerdictResult(verdict.name(), subject, verdict.ruleClass(), Answer.UNKNOWN, why, List.of(), 0, 0);
    }

    /** Violated once, or never shown. */
    public static VerdictResult violated(Verdict verdict, String subject, String note, List<Violation> violations) {
        long micros = 0;
        for (Violation each : violations) {
            micros += SimTime.micros(each.length());
        }
        return new VerdictResult(
                verdict.name(),
                subject,
                verdict.ruleClass(),
                Answer.VIOLATED,
                note,
                violations,
                violations.size(),
                micros);
    }

    /** The name with its subject: {@code single-acting-leader.kube-scheduler}. */
    public String fullName() {
        return subject.isEmpty() ? name : name + "." + subject;
    }

    public Optional<Violation> first() {
        return violations.isEmpty() ? Optional.empty() : Optional.of(violations.get(0));
    }
}
