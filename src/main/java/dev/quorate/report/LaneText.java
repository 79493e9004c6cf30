package dev.quorate.report;

import dev.quorate.report.Lane.Look;
import dev.quorate.report.Lane.Segment;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Draws lanes with characters: one column is a slice of time, and shows the gravest state in it. */
final class LaneText {

    private static final long[] STEPS = {
        1_000,
        2_000,
        5_000,
        10_000,
        20_000,
        50_000,
        100_000,
        200_000,
        500_000,
        1_000_000,
        2_000_000,
        5_000_000,
        10_000_000,
        15_000_000,
        30_000_000,
        60_000_000,
        120_000_000,
        300_000_000,
        600_000_000,
        1_800_000_000,
        3_600_000_000L,
        7_200_000_000L,
        21_600_000_000L,
        86_400_000_000L
    };

    /** In a slice with several states the first of these is shown. */
    private static final List<Look> GRAVITY = List.of(
            Look.BELIEVES,
            Look.WARNING,
            Look.SYNCS,
            Look.CHANGING,
            Look.ACTS,
            Look.PAUSED,
            Look.FROZEN,
            Look.FENCED,
            Look.DOWN);

    private final TextStyle style;
    private final SimTime from;
    private final SimTime to;
    private final int labelWidth;
    private final int columns;

    LaneText(TextStyle style, SimTime from, SimTime to, int labelWidth) {
        this.style = style;
        this.from = from;
        this.to = to.isAfter(from) ? to : new SimTime(from.micros() + 1);
        this.labelWidth = labelWidth;
        this.columns = Math.max(20, style.width() - labelWidth - 4);
    }

    /** One row: the label and its states. */
    String row(Lane lane) {
        char[] cells = new char[columns];
        Arrays.fill(cells, ' ');
        Look[] looks = new Look[columns];
        for (Segment segment : lane.segments()) {
            int first = column(segment.from());
            int last = Math.max(first, columnBefore(segment.to()));
            for (int i = Math.max(0, first); i <= Math.min(columns - 1, last); i++) {
                if (!segment.to().isAfter(from) || !segment.from().isBefore(to)) {
                    continue;
                }
                Look known = looks[i];
                if (known == null || rank(segment.look()) < rank(known)) {
                    looks[i] = segment.look();
                }
            }
        }
        for (int i = 0; i < columns; i++) {
            if (looks[i] != null) {
                cells[i] = looks[i].glyph(style.unicode());
            }
        }
        label(lane, looks, cells);
        return ("  " + pad(lane.label(), labelWidth) + " " + new String(cells)).stripTrailing();
    }

    /** Write a state's name into its stretch where there is room. */
    private void label(Lane lane, Look[] looks, char[] cells) {
        for (Segment segment : lane.segments()) {
            String words = segment.words();
            int first = Math.max(0, column(segment.from()));
            int last = Math.min(columns - 1, columnBefore(segment.to()));
            if (last - first + 1 < words.length() + 4 || words.isEmpty() || segment.look() == Look.DOWN) {
                continue;
            }
            boolean whole = true;
            for (int i = first; i <= last; i++) {
                whole &= looks[i] == segment.look();
            }
            if (whole) {
                for (int i = 0; i < words.length(); i++) {
                    cells[first + 2 + i] = words.charAt(i);
                }
            }
        }
    }

    /** The row of faults: each marked by its number. */
    String faults(List<Faults.Mark> marks) {
        char[] cells = new char[columns];
        Arrays.fill(cells, ' ');
        for (int i = 0; i < marks.size(); i++) {
            SimTime at = marks.get(i).at();
            if (!at.isBefore(from) && !at.isAfter(to)) {
                int column = Math.min(columns - 1, Math.max(0, column(at)));
                while (column + 1 < columns && cells[column] != ' ') {
                    column++;
                }
                cells[column] = i < 9 ? (char) ('1' + i) : '+';
            }
        }
        return ("  " + pad("faults", labelWidth) + " " + new String(cells)).stripTrailing();
    }

    /** The row of instants below. */
    String axis() {
        long span = to.micros() - from.micros();
        long step = STEPS[STEPS.length - 1];
        for (long each : STEPS) {
            if (span / each <= Math.max(2, columns / 11)) {
                step = each;
                break;
            }
        }
        StringBuilder cells = new StringBuilder(" ".repeat(columns + 12));
        long first = Math.floorDiv(from.micros() + step - 1, step) * step;
        for (long at = first; at <= to.micros(); at += step) {
            String text = instant(at);
            int column = Math.min(columns, column(new SimTime(at)));
            if (column + text.length() <= columns + 8) {
                cells.replace(column, column + text.length(), text);
            }
        }
        return "  " + pad("", labelWidth) + " " + cells.toString().stripTrailing();
    }

    /** The looks that these lanes show, in words. */
    String legend(List<Lane> lanes) {
        TreeSet<Look> used = new TreeSet<>();
        for (Lane lane : lanes) {
            for (Segment segment : lane.segments()) {
                used.add(segment.look());
            }
        }
        List<String> words = new ArrayList<>();
        for (Look look : used) {
            if (look != Look.QUIET) {
                words.add(look.glyph(style.unicode()) + " " + look.meaning());
            }
        }
        return "  " + String.join("   ", words);
    }

    static String instant(long micros) {
        return micros % 1_000_000 == 0
                ? micros / 1_000_000 + "s"
                : new SimTime(micros).toString().replaceAll("0+s$", "s");
    }

    private int column(SimTime at) {
        return (int) Math.floorDiv((at.micros() - from.micros()) * columns, to.micros() - from.micros());
    }

    /** The last column of what ends at that instant. */
    private int columnBefore(SimTime at) {
        return (int) Math.floorDiv((at.micros() - from.micros()) * columns - 1, to.micros() - from.micros());
    }

    private static int rank(Look look) {
        int rank = GRAVITY.indexOf(look);
        return rank < 0 ? GRAVITY.size() : rank;
    }

    static String pad(String text, int width) {
        return text.length() > width ? text.substring(0, width) : text + " ".repeat(width - text.length());
    }
}
