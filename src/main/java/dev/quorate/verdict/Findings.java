package dev.quorate.verdict;

import dev.quorate.outcome.Answer;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers a check's violations by subject: those of an instant, and windows that open and close. */
final class Findings {

    private static final class Subject {
        private final List<Violation> kept = new ArrayList<>();
        private final TreeMap<String, Violation> open = new TreeMap<>();
        private int count;
        private long micros;

        private void add(Violation violation) {
            count++;
            micros += SimTime.micros(violation.length());
            if (kept.size() < VerdictResult.KEPT) {
                kept.add(violation);
            }
        }
    }

    private final Verdict verdict;
    private final TreeMap<String, Subject> subjects = new TreeMap<>();

    Findings(Verdict verdict) {
        this.verdict = verdict;
    }

    /** There is something to judge. */
    void seen(String subject) {
        if (!subjects.containsKey(subject)) {
            subjects.put(subject, new Subject());
        }
    }

    void add(String subject, Violation violation) {
        of(subject).add(violation);
    }

    boolean isOpen(String subject, String window) {
        return of(subject).open.containsKey(window);
    }

    /** Open a window; one that is open already goes on as it is. */
    void open(
            String subject,
            String window,
            SimTime from,
            List<String> who,
            String what,
            List<EventId> evidence,
            String protection) {
        of(subject).open.putIfAbsent(window, new Violation(from, from, true, who, what, evidence, protection));
    }

    /** Close a window if it is open; one of no length is forgotten. */
    void close(String subject, String window, SimTime to) {
        Subject of = of(subject);
        Violation open = of.open.remove(window);
        if (open != null && open.from().isBefore(to)) {
            of.add(ended(open, to, false));
        }
    }

    /** The answers; {@code nothing} says why there is none when no subject was seen. */
    List<VerdictResult> results(SimTime end, String nothing) {
        if (subjects.isEmpty()) {
            return List.of(verdict.unknown("", "nothing to judge: " + nothing));
        }
        List<VerdictResult> results = new ArrayList<>();
        subjects.forEach((name, subject) -> {
            for (Violation open : subject.open.values()) {
                subject.add(ended(open, end.isBefore(open.from()) ? open.from() : end, true));
            }
            subject.open.clear();
            results.add(result(name, subject));
        });
        return results;
    }

    private VerdictResult result(String name, Subject subject) {
        @Nullable Violation first = subject.kept.isEmpty() ? null : subject.kept.get(0);
        return new VerdictResult(
                verdict.name(),
                name,
                verdict.ruleClass(),
                first == null ? Answer.HELD : Answer.VIOLATED,
                first == null ? "" : first.what(),
                subject.kept,
                subject.count,
                subject.micros);
    }

    private static Violation ended(Violation open, SimTime to, boolean isOpen) {
        return new Violation(open.from(), to, isOpen, open.who(), open.what(), open.evidence(), open.protection());
    }

    private Subject of(String subject) {
        return subjects.computeIfAbsent(subject, name -> new Subject());
    }
}
