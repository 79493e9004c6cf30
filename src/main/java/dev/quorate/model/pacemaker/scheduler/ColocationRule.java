package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Values;
import java.util.Comparator;
import java.util.List;

/**
 * A colocation whose resources exist (pcmk__colocation_t).
 *
 * @param dependent runs where {@code primary} does
 * @param influence whether the dependent's preferences move an active primary
 */
record ColocationRule(String id, Rsc dependent, Rsc primary, int score, boolean influence) {

    private static final Comparator<Rsc> ORDER = Comparator.<Rsc>comparingInt(rsc -> rsc.priority)
            .thenComparingInt(Rsc::variant)
            .reversed()
            .thenComparing(rsc -> rsc.id);

    boolean isMandatory() {
        return score >= Values.INFINITY;
    }

    boolean forbids() {
        return score <= -Values.INFINITY;
    }

    float factor() {
        return score / (float) Values.INFINITY;
    }

    /** Whether the dependent has a say in where {@code rsc} goes (pcmk__colocation_has_influence). */
    boolean hasInfluence(Rsc rsc) {
        return influence || rsc.runningOn.isEmpty();
    }

    boolean hasInfluence() {
        return hasInfluence(primary);
    }

    /** Add to what a resource runs with, by the others' priority, kind and id (pcmk__add_this_with). */
    static void addThisWith(Rsc rsc, ColocationRule rule) {
        insert(rsc.thisWith, rule, Comparator.comparing(ColocationRule::primary, ORDER));
    }

    /** Add to what runs with a resource (pcmk__add_with_this). */
    static void addWithThis(Rsc rsc, ColocationRule rule) {
        insert(rsc.withThis, rule, Comparator.comparing(ColocationRule::dependent, ORDER));
    }

    private static void insert(List<ColocationRule> rules, ColocationRule rule, Comparator<ColocationRule> order) {
        int at = 0;
        while (at < rules.size() && order.compare(rule, rules.get(at)) > 0) {
            at++;
        }
        rules.add(at, rule);
    }
}
