package dev.quorate.experiment;

import java.util.List;

/**
 * Some cells over the same seeds: a campaign has one, a comparison one for each design, a sweep one for each setting.
 *
 * @param cells the cells
 * @param firstSeed the first seed; the others follow it
 */
public record Study(List<Cell> cells, long firstSeed) {

    /** What runs are made by; a new one makes old runs useless. */
    private static final String SCHEMA = "quorate-runs/1";

    public Study {
        cells = List.copyOf(cells);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("a study has at least one cell");
        }
    }

    /** SHA-256 of all that its runs depend on; how many are made is no part of it, so that more can be made. */
    public String id() {
        StringBuilder text =
                new StringBuilder(SCHEMA).append('\n').append(firstSeed).append('\n');
        cells.forEach(cell -> text.append(cell.hash()).append('\n'));
        return Cell.sha256(text.toString());
    }
}
