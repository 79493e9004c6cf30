package dev.quorate.trace;

import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;

/** Writes traces by hand, for tests of their readers. */
public final class Traces {

    private final List<TraceRecord> records = new ArrayList<>();
    private long seq;
    private SimTime now = SimTime.ZERO;
    private String host = "";
    private String component = "";

    /** What follows happens then. */
    public Traces at(double seconds) {
        now = new SimTime(Math.round(seconds * 1e6));
        return this;
    }

    /** What follows happens on that host. */
    public Traces on(String there) {
        return on(there, "");
    }

    /** What follows happens in that process. */
    public Traces on(String there, String process) {
        host = there;
        component = process;
        return this;
    }

    public Traces then(TraceEvent event, long... causes) {
        List<EventId> ids = new ArrayList<>();
        for (long cause : causes) {
            ids.add(new EventId(cause));
        }
        records.add(new TraceRecord(new EventId(++seq), now, host, component, event, ids, List.of()));
        return this;
    }

    public Traces because(TraceEvent event, List<String> settings, long... causes) {
        then(event, causes);
        TraceRecord last = records.remove(records.size() - 1);
        records.add(new TraceRecord(
                last.id(), last.at(), last.host(), last.component(), last.event(), last.causes(), settings));
        return this;
    }

    /** The number of the last event, to name it as a cause. */
    public long last() {
        return seq;
    }

    public Trace trace() {
        return new Trace(new TraceHeader("by hand", 1), records);
    }
}
