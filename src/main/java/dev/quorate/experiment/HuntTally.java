package dev.quorate.experiment;

import dev.quorate.outcome.Proportion;
import dev.quorate.outcome.Quantiles;
import dev.quorate.outcome.RuleClass;
import dev.quorate.scenario.Scenario;
import dev.quorate.verdict.Verdict;
import dev.quorate.verdict.Verdicts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** Counts what the runs of a hunt showed, in their order. */
final class HuntTally {

    /** One rule's counts. */
    private static final class Counts {
        int judged;
        int broken;
        final List<Long> micros = new ArrayList<>();
        int firstRun = -1;
    }

    private final TreeMap<String, Counts> rules = new TreeMap<>();
    private final TreeMap<String, Integer> drawn = new TreeMap<>();
    private final TreeSet<String> injected = new TreeSet<>();
    private final TreeMap<String, Integer> marks = new TreeMap<>();
    private final TreeMap<Integer, String> crashes = new TreeMap<>();
    private int runs;

    private static long median(List<Long> micros) {
        return micros.isEmpty() ? 0 : new Quantiles(micros).median();
    }

    private static long longest(List<Long> micros) {
        return micros.isEmpty() ? 0 : new Quantiles(micros).max();
    }

    HuntTally() {
        for (Verdict verdict : Verdicts.all()) {
            if (verdict.ruleClass() == RuleClass.SOMETIMES) {
                marks.put(verdict.name(), 0);
            }
        }
    }

    int runs() {
        return runs;
    }

    void add(HuntRun run) {
        runs++;
        if (!run.crash().isEmpty()) {
            crashes.put(run.number(), run.crash());
        }
        run.kinds().forEach(kind -> drawn.merge(kind, 1, Integer::sum));
        injected.addAll(run.injected());
        run.marks().forEach(mark -> marks.merge(mark, 1, Integer::sum));
        for (String rule : run.judged()) {
            Counts counts = rules.computeIfAbsent(rule, r -> new Counts());
            counts.judged++;
            Long micros = run.broken().get(rule);
            if (micros != null) {
                counts.broken++;
                counts.micros.add(micros);
                counts.firstRun = counts.firstRun < 0 ? run.number() : counts.firstRun;
            }
        }
    }

    /**
     * What they came to.
     *
     * @param scenarios the scenario of each run, by its number
     */
    HuntOutcome outcome(Scenario base, FaultProfile profile, IntFunction<Scenario> scenarios) {
        List<HuntOutcome.Crash> broke = new ArrayList<>();
        crashes.forEach((run, message) -> broke.add(new HuntOutcome.Crash(scenarios.apply(run), message)));
        List<HuntOutcome.Rule> all = new ArrayList<>();
        rules.forEach((name, counts) -> all.add(new HuntOutcome.Rule(
                name,
                new Proportion(counts.broken, counts.judged),
                median(counts.micros),
                longest(counts.micros),
                counts.firstRun)));
        all.sort(Comparator.comparing(HuntOutcome.Rule::isBroken).reversed());
        TreeSet<String> neverDrawn = new TreeSet<>();
        profile.kinds().forEach(kind -> neverDrawn.add(kind.keyword()));
        neverDrawn.removeAll(drawn.keySet());
        TreeSet<String> neverInjected = new TreeSet<>(drawn.keySet());
        neverInjected.removeAll(injected);
        return new HuntOutcome(
                base.title(),
                base.seed(),
                runs,
                all,
                new HuntOutcome.Coverage(drawn, neverDrawn, neverInjected, marks),
                broke);
    }
}
