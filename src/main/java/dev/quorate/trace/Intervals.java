package dev.quorate.trace;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.quorate.time.SimTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Folds the changes of a run into intervals, online. */
public final class Intervals implements ClusterState.Listener {

    private static final Comparator<Interval> ORDER = Comparator.comparing(Interval::track)
            .thenComparing(Interval::subject)
            .thenComparing(Interval::host)
            .thenComparing(Interval::from)
            .thenComparing(Interval::begunBy);

    private final List<Interval> closed = new ArrayList<>();
    private final TreeMap<String, StateChange> open = new TreeMap<>();

    /** The intervals of a whole trace, ordered by track, subject, host and time. */
    public static List<Interval> of(Trace trace) {
        Intervals intervals = new Intervals();
        trace.feed(new ClusterState().listen(intervals));
        return intervals.upTo(trace.end());
    }

    @Override
    public void onChange(StateChange change) {
        String key = change.track() + "\n" + change.subject() + "\n" + change.host();
        StateChange begun = open.remove(key);
        if (begun != null && begun.at().isBefore(change.at())) {
            closed.add(interval(begun, change.at(), false));
        }
        if (!change.to().isEmpty()) {
            open.put(key, change);
        }
    }

    /** Every interval so far; those that last end at {@code end} and are marked open. */
    public List<Interval> upTo(SimTime end) {
        List<Interval> all = new ArrayList<>(closed);
        open.values().forEach(begun -> all.add(interval(begun, end, true)));
        all.sort(ORDER);
        return List.copyOf(all);
    }

    /** Write {@code intervals.csv}: instants in integer microseconds. */
    public static void write(Path file, List<Interval> intervals) throws IOException {
        try (CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            csv.writeRecord("track", "subject", "host", "state", "fromMicros", "toMicros", "open", "begunBy");
            for (Interval each : intervals) {
                csv.writeRecord(
                        each.track().name().toLowerCase(Locale.ROOT),
                        each.subject(),
                        each.host(),
                        each.state(),
                        Long.toString(each.from().micros()),
                        Long.toString(each.to().micros()),
                        Boolean.toString(each.open()),
                        Long.toString(each.begunBy().seq()));
            }
        }
    }

    private static Interval interval(StateChange begun, SimTime to, boolean isOpen) {
        return new Interval(
                begun.track(),
                begun.subject(),
                begun.host(),
                begun.to(),
                begun.at(),
                to,
                isOpen,
                begun.record().id());
    }
}
