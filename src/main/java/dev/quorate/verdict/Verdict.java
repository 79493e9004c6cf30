package dev.quorate.verdict;

import dev.quorate.outcome.Answer;
import dev.quorate.outcome.RuleClass;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A rule: one name for code, report and scenario file.
 *
 * @param name in kebab case: {@code single-acting-leader}
 * @param ruleClass when it is asked
 * @param statement what it says, in one sentence
 * @param factory makes the check for one run
 */
public record Verdict(
        String name, RuleClass ruleClass, String statement, BiFunction<Verdict, VerdictLimits, Check> factory) {

    public Verdict {
        if (!name.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("a rule's name is in kebab case, not '" + name + "'");
        }
    }

    static Verdict always(String name, String statement, BiFunction<Verdict, VerdictLimits, Check> factory) {
        return new Verdict(name, RuleClass.ALWAYS, statement, factory);
    }

    static Verdict eventually(String name, String statement, BiFunction<Verdict, VerdictLimits, Check> factory) {
        return new Verdict(name, RuleClass.EVENTUALLY, statement, factory);
    }

    static Verdict sometimes(String name, String statement, BiFunction<Verdict, VerdictLimits, Check> factory) {
        return new Verdict(name, RuleClass.SOMETIMES, statement, factory);
    }

    /** Begin to judge a run. */
    public Check begin(VerdictLimits limits) {
        return factory.apply(this, limits);
    }

    VerdictResult held(String subject, String note) {
        return new VerdictResult(name, subject, ruleClass, Answer.HELD, note, List.of(), 0, 0);
    }

    VerdictResult unknown(String subject, String why) {
        return new VerdictResult(name, subject, ruleClass, Answer.UNKNOWN, why, List.of(), 0, 0);
    }

    VerdictResult violated(String subject, String note, List<Violation> violations) {
        long micros = 0;
        for (Violation each : violations) {
            micros += SimTime.micros(each.length());
        }
        return new VerdictResult(
                name, subject, ruleClass, Answer.VIOLATED, note, violations, violations.size(), micros);
    }
}
