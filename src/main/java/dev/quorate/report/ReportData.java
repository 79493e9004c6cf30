package dev.quorate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quorate.outcome.Json;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.report.Lane.Look;
import dev.quorate.report.Lane.Segment;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.Interval;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The data that the page's script draws from, as JSON that cannot end its script element. */
final class ReportData {

    /** More are left to events.jsonl and intervals.csv: the page must open in a moment. */
    private static final int MOST_EVENTS = 30_000;

    private static final int MOST_INTERVALS = 20_000;

    private static final int MOST_SEGMENTS = 3_000;

    private static final int MOST_OVERLAPS = 1_000;

    private ReportData() {}

    static String json(RunReport report) {
        String text = Json.line(json -> {
            json.writeStartObject();
            SimTime end = report.trace().end();
            json.writeNumberField("end", Math.max(1, end.micros()));
            List<Faults.Mark> marks = Faults.of(report.trace());
            json.writeNumberField("start", start(report, marks));
            looks(json);
            lanes(report, json);
            overlaps(report, json);
            marks(marks, json);
            intervals(report, json);
            places(report, json);
            findings(report, json);
            ReportHistory.write(report.trace(), json);
            json.writeBooleanField("cut", report.intervals().size() > MOST_INTERVALS);
            events(report, json);
            json.writeEndObject();
        });
        StringBuilder safe = new StringBuilder(text.length() + 64);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Markup, line separators, and marks that turn the direction of text.
            boolean odd =
                    c == '<' || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
            if (odd) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    /** Where the cursor stands first: the first violation, or the first fault. */
    private static long start(RunReport report, List<Faults.Mark> marks) {
        long at = report.outcome().broken().stream()
                .flatMap(result -> result.first().stream())
                .mapToLong(violation -> violation.from().micros())
                .findFirst()
                .orElse(marks.isEmpty() ? 0 : marks.get(0).at().micros());
        return Math.max(0, at);
    }

    private static void looks(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("looks");
        for (Look look : Look.values()) {
            json.writeStartObject();
            json.writeStringField("name", look.meaning());
            json.writeStringField("colour", Theme.css(Theme.colour(look)));
            json.writeStringField("path", Theme.path(look));
            json.writeBooleanField("quiet", look == Look.QUIET);
            json.writeBooleanField("dark", look == Look.ACTS || look == Look.FENCED);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void lanes(RunReport report, JsonGenerator json) throws IOException {
        Lanes lanes = report.lanes();
        List<Look> looks = List.of(Look.values());
        json.writeArrayFieldStart("lanes");
        for (Lanes.Kind kind : Lanes.Kind.values()) {
            for (Lane lane : lanes.of(kind)) {
                json.writeStartObject();
                json.writeStringField("kind", kind.name());
                json.writeStringField("group", lane.group());
                json.writeStringField("label", lane.label());
                json.writeArrayFieldStart("segments");
                List<Segment> segments = lane.segments();
                for (Segment segment : segments.subList(0, Math.min(MOST_SEGMENTS, segments.size()))) {
                    json.writeStartArray();
                    json.writeNumber(segment.from().micros());
                    json.writeNumber(segment.to().micros());
                    json.writeNumber(looks.indexOf(segment.look()));
                    json.writeString(segment.words());
                    json.writeEndArray();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void overlaps(RunReport report, JsonGenerator json) throws IOException {
        Lanes lanes = report.lanes();
        json.writeArrayFieldStart("overlaps");
        overlaps(lanes.overlaps(Lanes.Kind.LEADERS), "", "duplicate leader", json);
        overlaps(lanes.overlaps(Lanes.Kind.VIPS), "VIP ", "duplicate VIP", json);
        overlaps(lanes.overlaps(Lanes.Kind.RESOURCES), "", "active twice", json);
        json.writeEndArray();
    }

    private static void overlaps(List<Interval> overlaps, String prefix, String label, JsonGenerator json)
            throws IOException {
        for (Interval each : overlaps.subList(0, Math.min(MOST_OVERLAPS, overlaps.size()))) {
            json.writeStartObject();
            json.writeStringField("group", prefix + each.subject());
            json.writeNumberField("from", each.from().micros());
            json.writeNumberField("to", each.to().micros());
            json.writeStringField("label", label + " " + TerminalReport.span(each.length()));
            json.writeStringField("kind", label);
            json.writeStringField("words", label + ": " + each.host() + ", " + each.from() + " to " + each.to());
            json.writeEndObject();
        }
    }

    private static void marks(List<Faults.Mark> marks, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("marks");
        for (Faults.Mark mark : marks) {
            json.writeStartObject();
            json.writeNumberField("at", mark.at().micros());
            json.writeStringField("words", mark.words());
            json.writeBooleanField("ends", mark.ends());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The hosts that the player draws: those of the cluster large, the others small, without fence devices. */
    private static void places(RunReport report, JsonGenerator json) throws IOException {
        TreeSet<String> devices = new TreeSet<>();
        TreeSet<String> others = new TreeSet<>();
        for (Interval each : report.intervals()) {
            if (each.track() == Track.HOST) {
                others.add(each.host());
            } else if (each.track() == Track.PROCESS
                    && (each.subject().equals("bmc") || each.subject().equals("prober"))) {
                devices.add(each.host());
            }
        }
        Set<String> masters = report.lanes().masters();
        others.removeAll(devices);
        others.removeAll(masters);
        strings("masters", masters, json);
        strings("others", others, json);
    }

    private static void strings(String name, Set<String> strings, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String each : strings) {
            json.writeString(each);
        }
        json.writeEndArray();
    }

    /** Where a reader wants to go: each first violation. */
    private static void findings(RunReport report, JsonGenerator json) throws IOException {
        TreeMap<SimTime, String> findings = new TreeMap<>();
        for (VerdictResult result : report.outcome().broken()) {
            result.first().ifPresent(first -> findings.putIfAbsent(first.from(), result.fullName()));
        }
        json.writeArrayFieldStart("findings");
        for (Map.Entry<SimTime, String> each : findings.entrySet()) {
            json.writeStartObject();
            json.writeNumberField("at", each.getKey().micros());
            json.writeStringField("name", each.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void intervals(RunReport report, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("intervals");
        int count = 0;
        for (Interval each : report.intervals()) {
            if (++count > MOST_INTERVALS) {
                break;
            }
            json.writeStartArray();
            json.writeString(each.track().name().toLowerCase(Locale.ROOT));
            json.writeString(each.subject());
            json.writeString(each.host());
            json.writeString(each.state());
            json.writeNumber(each.from().micros());
            json.writeNumber(each.to().micros());
            json.writeNumber(each.open() ? 1 : 0);
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void events(RunReport report, JsonGenerator json) throws IOException {
        List<TraceRecord> shown = new ArrayList<>();
        for (TraceRecord record : report.trace().records()) {
            if (!Timeline.repeats(record.event()) && record.at().micros() >= 0 && shown.size() < MOST_EVENTS) {
                shown.add(record);
            }
        }
        json.writeNumberField("left", report.trace().records().size() - shown.size());
        json.writeArrayFieldStart("events");
        for (TraceRecord record : shown) {
            json.writeStartArray();
            json.writeNumber(record.at().micros());
            json.writeNumber(record.id().seq());
            json.writeString(Sentences.of(record));
            json.writeStartArray();
            for (EventId cause :
                    record.causes().subList(0, Math.min(4, record.causes().size()))) {
                json.writeNumber(cause.seq());
            }
            json.writeEndArray();
            json.writeString(String.join(" and ", record.because()));
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
