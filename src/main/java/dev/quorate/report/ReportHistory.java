package dev.quorate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quorate.trace.EventId;
import dev.quorate.trace.FaultEvent.FaultEnded;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.HostEvent.HostBooted;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.PacemakerEvent.FenceFailed;
import dev.quorate.trace.PacemakerEvent.FenceRequested;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the page needs beside intervals to say what {@link ClusterView} says: fencing, faults, known resources. */
final class ReportHistory {

    /** At that time this became true of that; empty words end it. */
    private record Entry(long micros, String of, String words, EventId event) {}

    private ReportHistory() {}

    static void write(Trace trace, JsonGenerator json) throws IOException {
        List<Entry> fencing = new ArrayList<>();
        List<Entry> faults = new ArrayList<>();
        Map<String, Long> resources = new TreeMap<>();
        for (TraceRecord record : trace.records()) {
            if (record.event() instanceof FenceRequested event) {
                fencing.add(entry(record, event.target(), "requested"));
            } else if (record.event() instanceof FenceFailed event) {
                fencing.add(entry(record, event.target(), "failed"));
            } else if (record.event() instanceof FenceConfirmed event) {
                fencing.add(entry(record, event.target(), event.manual() ? "confirmed by hand" : "confirmed"));
            } else if (record.event() instanceof HostBooted) {
                fencing.add(entry(record, record.host(), ""));
            } else if (record.event() instanceof FaultInjected event) {
                faults.add(entry(record, event.fault(), event.what()));
            } else if (record.event() instanceof FaultEnded event) {
                faults.add(entry(record, event.fault(), ""));
            } else if (record.event() instanceof ResourceStateChanged event) {
                resources.putIfAbsent(event.resource(), record.at().micros());
            }
        }
        entries("fencing", fencing, json);
        entries("faults", faults, json);
        json.writeArrayFieldStart("resources");
        for (Map.Entry<String, Long> each : resources.entrySet()) {
            json.writeStartArray();
            json.writeString(each.getKey());
            json.writeNumber(each.getValue());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static Entry entry(TraceRecord record, String of, String words) {
        return new Entry(record.at().micros(), of, words, record.id());
    }

    private static void entries(String name, List<Entry> entries, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (Entry each : entries) {
            json.writeStartArray();
            json.writeNumber(each.micros());
            json.writeString(each.of());
            json.writeString(each.words());
            json.writeNumber(each.event().seq());
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
