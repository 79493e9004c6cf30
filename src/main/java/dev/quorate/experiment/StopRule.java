package dev.quorate.experiment;

import dev.quorate.outcome.ExpectationRisk;
import dev.quorate.outcome.Risk;
import java.util.List;
import java.util.Optional;

/**
 * How many runs a study makes of each cell: a fixed number, or as many as a width of interval needs.
 *
 * <p>A width is judged only when a whole batch is done, over the seeds in their order: the answer does not depend on
 * threads or on who finished first.
 *
 * @param most the number of runs, or the most there may be
 * @param width the widest that the interval of 95 % of any expectation's share may be; empty for a fixed number
 * @param batch after how many runs the width is judged
 */
public record StopRule(int most, Optional<Double> width, int batch) {

    public StopRule {
        if (most < 1 || most > 10_000_000) {
            throw new IllegalArgumentException("a campaign has 1 to 10000000 runs, not " + most);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least one run, not " + batch);
        }
        width.ifPresent(w -> {
            if (!(w > 0 && w < 1)) {
                throw new IllegalArgumentException("a width is a share between 0 and 1, not " + w);
            }
        });
    }

    public static StopRule runs(int number) {
        return new StopRule(number, Optional.empty(), number);
    }

    /** Whether these outcomes are narrow enough. Without expectations, the broken rules count. */
    boolean isNarrow(List<ExpectationRisk> expectations, List<Risk> rules) {
        double widest = 0;
        for (Risk risk : expectations.isEmpty()
                ? rules
                : expectations.stream().map(ExpectationRisk::risk).toList()) {
            widest = Math.max(widest, risk.share().map(p -> p.wilson().width()).orElse(1.0));
        }
        return widest <= width.orElse(1.0);
    }
}
