package dev.quorate.report.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quorate.outcome.Json;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.report.RunReport;
import dev.quorate.report.TextStyle;
import dev.quorate.report.Timeline;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.Interval;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The run as Chrome's trace event JSON, which Perfetto reads too: hosts are processes, components are threads; events
 * are instants; who leads, holds leases or the VIP are asynchronous slices; messages are flows between short slices.
 *
 * <p>Timestamps are microseconds of virtual time from time zero on; what came before is left out. (Trace Event Format,
 * Google, 2016: phases M, i, X, b, e, s, f.)
 */
public final class PerfettoTrace {

    /** Tracks that become asynchronous slices, and what they are filed under. */
    private static final Map<Track, String> SLICES = new EnumMap<>(Map.of(
            Track.ACTING, "leadership",
            Track.LEASE, "lease",
            Track.VIP, "vip",
            Track.RESOURCE, "resource",
            Track.QUORUM, "quorum",
            Track.ETCD, "etcd",
            Track.DC, "dc",
            Track.API, "api",
            Track.HOST, "host"));

    private static final String RUN = "the run";

    /** Writes what stands after the common fields of an event. */
    private interface Rest {
        void write(JsonGenerator json) throws IOException;
    }

    /** One event; {@code order} puts ends before beginnings at one instant, and a flow inside its slices. */
    private record Event(long ts, int order, String phase, String name, String category, Row thread, Rest rest) {}

    /** A component on a host: what the format calls a thread. */
    private record Row(int pid, int tid) {}

    private final RunReport report;
    private final Map<String, Integer> hosts = new LinkedHashMap<>();
    private final Map<String, Map<String, Row>> threads = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private long asyncId;

    private PerfettoTrace(RunReport report) {
        this.report = report;
    }

    /** The JSON text. */
    public static String of(RunReport report) {
        return new PerfettoTrace(report).text();
    }

    private String text() {
        thread(RUN, "");
        instants();
        slices();
        findings();
        messages();
        events.sort(Comparator.comparingLong(Event::ts).thenComparingInt(Event::order));
        return Json.line(json -> {
            json.writeStartObject();
            json.writeStringField("displayTimeUnit", "ms");
            json.writeObjectFieldStart("otherData");
            json.writeStringField("title", clean(report.outcome().title()));
            json.writeStringField("seed", Long.toString(report.outcome().seed()));
            json.writeEndObject();
            json.writeArrayFieldStart("traceEvents");
            names(json);
            for (Event event : events) {
                write(event, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void instants() {
        for (TraceRecord record : report.trace().records()) {
            if (record.at().micros() < 0 || Timeline.repeats(record.event())) {
                continue;
            }
            Row at = thread(record.host().isEmpty() ? RUN : record.host(), record.component());
            events.add(new Event(record.at().micros(), 3, "i", record.event().describe(), "event", at, json -> {
                json.writeStringField("s", record.host().isEmpty() ? "g" : "t");
                json.writeObjectFieldStart("args");
                json.writeStringField("event", record.id().toString());
                json.writeStringField(
                        "causes",
                        record.causes().stream().map(EventId::toString).collect(Collectors.joining(" ")));
                json.writeStringField("because", clean(String.join(", ", record.because())));
                json.writeEndObject();
            }));
        }
    }

    private void slices() {
        for (Interval each : report.intervals()) {
            String category = SLICES.get(each.track());
            if (category != null && each.to().micros() > 0) {
                String place = each.host().replaceFirst("/.*", "");
                Row at = thread(place.isEmpty() || each.track() == Track.LEASE ? RUN : place, "");
                String name = each.subject().isEmpty() ? each.state() : each.subject() + ": " + each.state();
                async(each.from(), each.to(), name, category, at);
            }
        }
    }

    private void findings() {
        for (VerdictResult result : report.outcome().broken()) {
            for (Violation violation : result.violations()) {
                async(
                        violation.from(),
                        violation.to(),
                        result.fullName() + ": " + violation.what(),
                        "finding",
                        thread(RUN, "findings"));
            }
        }
    }

    private void async(SimTime from, SimTime to, String name, String category, Row at) {
        String id = "0x" + Long.toHexString(++asyncId);
        Rest rest = json -> json.writeStringField("id", id);
        long begin = Math.max(0, from.micros());
        long end = Math.max(begin, to.micros());
        // An instant's slice must still begin before it ends.
        events.add(new Event(begin, 2, "b", name, category, at, rest));
        events.add(new Event(end, begin == end ? 4 : 1, "e", name, category, at, rest));
    }

    /** A flow starts and ends inside slices; those of a message last a microsecond, so that they never overlap badly. */
    private void messages() {
        long flow = 0;
        for (MessageRecord each : report.messages()) {
            Row from = thread(each.fromHost(), each.fromComponent());
            String name = each.what() + (each.arrived() ? "" : " (lost)");
            slice(each.sentAt(), "send " + name, each, from);
            if (each.arrived()) {
                Row to = thread(each.toHost(), each.toComponent());
                slice(each.endedAt(), "receive " + name, each, to);
                String id = "0x" + Long.toHexString(++flow);
                events.add(new Event(
                        each.sentAt().micros(),
                        6,
                        "s",
                        each.what(),
                        "message",
                        from,
                        json -> json.writeStringField("id", id)));
                events.add(new Event(each.endedAt().micros(), 7, "f", each.what(), "message", to, json -> {
                    json.writeStringField("id", id);
                    json.writeStringField("bp", "e");
                }));
            }
        }
    }

    private void slice(SimTime at, String name, MessageRecord message, Row thread) {
        events.add(new Event(at.micros(), 5, "X", name, "message", thread, json -> {
            json.writeNumberField("dur", 1);
            json.writeObjectFieldStart("args");
            json.writeStringField("from", clean(message.fromComponent() + " on " + message.fromHost()));
            json.writeStringField("to", clean(message.toComponent() + " on " + message.toHost()));
            json.writeStringField("network", clean(message.network()));
            json.writeNumberField("port", message.port());
            if (!message.arrived()) {
                json.writeStringField("lost", clean(message.lost()));
            }
            json.writeEndObject();
        }));
    }

    private Row thread(String host, String component) {
        int pid = hosts.computeIfAbsent(host, h -> hosts.size() + 1);
        Map<String, Row> own = threads.computeIfAbsent(host, h -> new LinkedHashMap<>());
        return own.computeIfAbsent(component, c -> new Row(pid, pid * 1_000 + own.size()));
    }

    private void names(JsonGenerator json) throws IOException {
        for (Map.Entry<String, Integer> host : hosts.entrySet()) {
            Row first = new Row(host.getValue(), 0);
            name("process_name", host.getKey(), first, json);
            for (Map.Entry<String, Row> each :
                    threads.getOrDefault(host.getKey(), Map.of()).entrySet()) {
                String component = each.getKey().isEmpty() ? "host" : each.getKey();
                name("thread_name", component, each.getValue(), json);
            }
        }
    }

    private static void name(String what, String name, Row of, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", "M");
        json.writeStringField("name", what);
        json.writeNumberField("pid", of.pid());
        json.writeNumberField("tid", of.tid());
        json.writeNumberField("ts", 0);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", clean(name));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(Event event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", event.phase());
        json.writeStringField("name", clean(event.name()));
        json.writeStringField("cat", event.category());
        json.writeNumberField("ts", event.ts());
        json.writeNumberField("pid", event.thread().pid());
        json.writeNumberField("tid", event.thread().tid());
        event.rest().write(json);
        json.writeEndObject();
    }

    private static String clean(String text) {
        return TextStyle.harmless(text);
    }
}
