package dev.quorate.simulation.recording;

import dev.quorate.simulation.engine.Driver;
import dev.quorate.trace.EventId;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Numbers events, links them to their causes, and hands them on.
 *
 * <p>While an input is handled, {@link #current()} holds the last recorded ancestors: those of the input at first, and
 * after each record that record itself. Whatever leaves a machine meanwhile (message, timer) carries them along, so an
 * unrecorded message does not cut the chain.
 */
public final class Recorder {

    private final Driver driver;
    private final Consumer<TraceRecord> sink;
    private final Silences silences = new Silences();
    private List<EventId> current = List.of();
    private long lastSeq;

    public Recorder(Driver driver, Consumer<TraceRecord> sink) {
        this.driver = driver;
        this.sink = sink;
    }

    public Silences silences() {
        return silences;
    }

    /** Virtual time now. */
    public long nowMicros() {
        return driver.nowMicros();
    }

    /** The last recorded ancestors of what happens now. */
    public List<EventId> current() {
        return current;
    }

    /** From here on, what happens was brought about by these. */
    public void enter(List<EventId> causes) {
        current = causes;
    }

    /** Run something whose ancestors are these, and come back to the present ones. */
    public void within(List<EventId> causes, Runnable work) {
        List<EventId> before = current;
        current = causes;
        try {
            work.run();
        } finally {
            current = before;
        }
    }

    /** Record a fact; it becomes the ancestor of what follows in this input. */
    public EventId record(String host, String component, TraceEvent event) {
        return record(host, component, event, List.of(), List.of());
    }

    /** Record a fact with further causes and the settings that decided it. */
    public EventId record(
            String host, String component, TraceEvent event, List<EventId> further, List<String> because) {
        EventId id = new EventId(++lastSeq);
        TraceRecord made = new TraceRecord(id, driver.now(), host, component, event, merged(current, further), because);
        current = List.of(id);
        sink.accept(made);
        return id;
    }

    private static List<EventId> merged(List<EventId> first, List<EventId> second) {
        if (second.isEmpty()) {
            return first;
        }
        List<EventId> all = new ArrayList<>(first);
        for (EventId id : second) {
            if (!all.contains(id)) {
                all.add(id);
            }
        }
        all.sort(null);
        return all;
    }
}
