package dev.quorate.experiment;

import dev.quorate.experiment.Crew.CrewException;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.RunRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A study being run: every seed of every cell, by a crew, each finished run kept at once.
 *
 * <p>The result is a function of the study and the stop rule: not of the crew, its size, the order in which it
 * finishes, or of how often it was interrupted and taken up again.
 */
public final class Campaign {

    /** Hears of each finished run, on the thread that runs the campaign. */
    public interface Progress {

        /**
         * @param done runs that are finished, those of an earlier attempt too
         * @param planned how many there are to be as far as is known
         * @param broken how many of the finished ones broke a rule
         */
        void onRun(int done, int planned, int broken);
    }

    private final Study study;
    private final StopRule stop;
    private final RunLog log;
    private final Optional<Double> incidents;

    /** A campaign that keeps its runs in that log; {@code incidents} a year, where no profile says how many. */
    public Campaign(Study study, StopRule stop, RunLog log, Optional<Double> incidents) {
        this.study = study;
        this.stop = stop;
        this.log = log;
        this.incidents = incidents;
    }

    /**
     * Run what is missing, and put all together.
     *
     * @return the rows of each cell, in the order of their seeds
     */
    public List<List<RunRow>> run(Crew crew, Progress progress)
            throws InterruptedException, IOException, CrewException {
        int cells = study.cells().size();
        int batch = stop.width().isPresent() ? stop.batch() : stop.most();
        int end = 0;
        do {
            int next = (int) Math.min(stop.most(), (long) end + batch);
            List<RunKey> missing = new ArrayList<>();
            for (RunKey key : Threads.keys(cells, study.firstSeed(), end, next)) {
                if (!log.has(key)) {
                    missing.add(key);
                }
            }
            int[] counts = {
                log.rows().size(),
                (int) log.rows().values().stream().filter(RunRow::isBroken).count()
            };
            int planned = stop.width().isPresent() ? next * cells : stop.most() * cells;
            if (!missing.isEmpty()) {
                crew.run(study, missing, row -> {
                    log.add(row);
                    counts[0]++;
                    counts[1] += row.isBroken() ? 1 : 0;
                    progress.onRun(counts[0], planned, counts[1]);
                });
            }
            end = next;
        } while (end < stop.most() && !isNarrow(end));
        return rows(end);
    }

    private boolean isNarrow(int runs) {
        for (CampaignOutcome outcome : outcomes(rows(runs))) {
            if (!stop.isNarrow(outcome.expectations(), outcome.rules())) {
                return false;
            }
        }
        return true;
    }

    /** The first rows of each cell without a gap: what an interrupted campaign can tell. */
    public List<List<RunRow>> soFar() {
        int runs = 0;
        while (runs < stop.most() && hasAll(runs)) {
            runs++;
        }
        return rows(runs);
    }

    private boolean hasAll(int index) {
        for (int cell = 0; cell < study.cells().size(); cell++) {
            if (!log.has(new RunKey(cell, study.firstSeed() + index))) {
                return false;
            }
        }
        return true;
    }

    private List<List<RunRow>> rows(int runs) {
        List<List<RunRow>> all = new ArrayList<>();
        for (int cell = 0; cell < study.cells().size(); cell++) {
            List<RunRow> rows = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                RunRow row = log.rows().get(new RunKey(cell, study.firstSeed() + i));
                if (row == null) {
                    throw new IllegalStateException("seed " + (study.firstSeed() + i) + " was not run");
                }
                rows.add(row);
            }
            all.add(rows);
        }
        return all;
    }

    /** What rows come to, a cell each. */
    public List<CampaignOutcome> outcomes(List<List<RunRow>> rows) {
        List<CampaignOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Cell cell = study.cells().get(i);
            Optional<Double> rate = cell.incidentsPerYear().isPresent() ? cell.incidentsPerYear() : incidents;
            outcomes.add(cell.fold(rate).fold(rows.get(i)));
        }
        return outcomes;
    }
}
