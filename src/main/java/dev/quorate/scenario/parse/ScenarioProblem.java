package dev.quorate.scenario.parse;

import java.util.Comparator;
import java.util.Locale;

/**
 * One thing that is wrong with a scenario.
 *
 * @param file as the person named it, or {@code --set PATH}
 * @param line from 1; 0 when it concerns the file as a whole
 * @param column from 1; 0 when unknown
 * @param message what, what was given, what would do
 * @param excerpt the line itself; empty when there is none
 * @param width how many characters from the column on are meant
 * @param suggestion {@code did you mean 'partition'?}, or empty
 */
public record ScenarioProblem(
        String file, int line, int column, String message, String excerpt, int width, String suggestion)
        implements Comparable<ScenarioProblem> {

    private static final int EXCERPT_LIMIT = 160;

    private static final Comparator<ScenarioProblem> ORDER = Comparator.comparing(ScenarioProblem::file)
            .thenComparingInt(ScenarioProblem::line)
            .thenComparingInt(ScenarioProblem::column)
            .thenComparing(ScenarioProblem::message);

    /** A problem of a file as a whole. */
    public static ScenarioProblem of(String file, String message) {
        return new ScenarioProblem(file, 0, 0, message, "", 0, "");
    }

    /** {@code scenarios/vip.conf:12:5}, as far as it is known. */
    public String place() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }

    /** The message with its place, the line in question, and a caret below. */
    public String render() {
        StringBuilder text = new StringBuilder(place()).append(": ").append(message);
        boolean marked = !excerpt.isEmpty() && column > 0 && column <= EXCERPT_LIMIT;
        if (!excerpt.isEmpty()) {
            String shown = excerpt.length() > EXCERPT_LIMIT ? excerpt.substring(0, EXCERPT_LIMIT) + "…" : excerpt;
            text.append('\n')
                    .append(String.format(Locale.ROOT, "%4d", line))
                    .append(" | ")
                    .append(shown);
        }
        if (marked) {
            int carets = Math.max(1, Math.min(width, EXCERPT_LIMIT - column + 1));
            text.append("\n     | ").append(" ".repeat(column - 1)).append("^".repeat(carets));
            if (!suggestion.isEmpty()) {
                text.append(' ').append(suggestion);
            }
        } else if (!suggestion.isEmpty()) {
            text.append("; ").append(suggestion);
        }
        return text.toString();
    }

    @Override
    public int compareTo(ScenarioProblem other) {
        return ORDER.compare(this, other);
    }
}
