package dev.quorate.outcome;

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

    /** The name with its subject: {@code single-acting-leader.kube-scheduler}. */
    public String fullName() {
        return subject.isEmpty() ? name : name + "." + subject;
    }

    public Optional<Violation> first() {
        return violations.isEmpty() ? Optional.empty() : Optional.of(violations.get(0));
    }
}
