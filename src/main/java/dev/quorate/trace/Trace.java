package dev.quorate.trace;

import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole trace in memory, for reports and explanations; checkers and metrics are fed online instead.
 *
 * @param header what was run
 * @param records the events in order; their ids rise
 */
public record Trace(TraceHeader header, List<TraceRecord> records) {

    public Trace {
        records = List.copyOf(records);
    }

    /** The record of that id, if it was recorded. */
    public Optional<TraceRecord> find(EventId id) {
        int low = 0;
        int high = records.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = records.get(middle).id().compareTo(id);
            if (order == 0) {
                return Optional.of(records.get(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** Hand every record to a sink, in order. */
    public <S extends TraceSink> S feed(S sink) {
        records.forEach(sink::accept);
        return sink;
    }

    /** The last instant of the trace; time zero for an empty one. */
    public SimTime end() {
        return records.isEmpty()
                ? SimTime.ZERO
                : records.get(records.size() - 1).at();
    }

    /** Every host that occurs, sorted. */
    public List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        for (TraceRecord record : records) {
            if (!record.host().isEmpty() && !hosts.contains(record.host())) {
                hosts.add(record.host());
            }
        }
        hosts.sort(null);
        return List.copyOf(hosts);
    }
}
