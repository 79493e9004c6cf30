package dev.quorate.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.quorate.time.SimTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a trace file back, record by record or whole. */
public final class TraceReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final String where;
    private final BufferedReader in;
    private long line;

    private TraceReader(String where, Reader in) {
        this.where = where;
        this.in = new BufferedReader(in, 1 << 16);
    }

    /** Read a whole trace file. */
    public static Trace read(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file.toString(), in);
        } catch (MalformedInputException e) {
            throw new TraceFormatException(file.toString(), 1, "is not UTF-8 text, so no trace");
        }
    }

    /** Read a whole trace; {@code where} names it in problems. */
    public static Trace read(String where, Reader in) throws IOException {
        TraceReader reader = new TraceReader(where, in);
        TraceHeader header = reader.header();
        List<TraceRecord> records = new ArrayList<>();
        long last = 0;
        for (TraceRecord record = reader.next(); record != null; record = reader.next()) {
            if (record.id().seq() <= last) {
                throw reader.problem("event " + record.id() + " comes after #" + last);
            }
            last = record.id().seq();
            records.add(record);
        }
        return new Trace(header, records);
    }

    private TraceHeader header() throws IOException {
        String text = nextLine();
        if (text == null) {
            throw new TraceFormatException(where, 1, "is empty; a trace begins with its schema");
        }
        String schema = "";
        String title = "";
        long seed = 0;
        try (JsonParser json = JSON.createParser(text)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "schema" -> schema = json.getText();
                    case "title" -> title = json.getText();
                    case "seed" -> seed = json.getLongValue();
                    default -> json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw problem("is no trace: " + e.getOriginalMessage());
        }
        if (!schema.equals(TraceHeader.SCHEMA)) {
            throw problem("has schema '" + schema + "'; this version reads " + TraceHeader.SCHEMA);
        }
        return new TraceHeader(title, seed);
    }

    private @Nullable TraceRecord next() throws IOException {
        String text = nextLine();
        if (text == null) {
            return null;
        }
        try (JsonParser json = JSON.createParser(text)) {
            return record(json);
        } catch (JsonProcessingException e) {
            throw problem("is cut short or no JSON: " + e.getOriginalMessage());
        }
    }

    private TraceRecord record(JsonParser json) throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT);
        long seq = -1;
        long micros = Long.MIN_VALUE;
        String host = "";
        String component = "";
        EventKinds.@Nullable Kind kind = null;
        @Nullable TraceEvent event = null;
        List<EventId> causes = new ArrayList<>();
        List<String> because = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "seq" -> seq = json.getLongValue();
                case "t" -> micros = json.getLongValue();
                case "host" -> host = json.getText().intern();
                case "component" -> component = json.getText().intern();
                case "kind" -> kind = kind(json.getText());
                case "fields" -> event = event(json, kind);
                case "causes" -> {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        causes.add(new EventId(json.getLongValue()));
                    }
                }
                case "because" -> because = strings(json);
                default -> json.skipChildren();
            }
        }
        if (seq < 0 || micros == Long.MIN_VALUE || event == null) {
            throw problem("an event needs seq, t, kind and fields");
        }
        return new TraceRecord(new EventId(seq), new SimTime(micros), host, component, event, causes, because);
    }

    private EventKinds.Kind kind(String name) throws IOException {
        EventKinds.Kind kind = EventKinds.named(name);
        if (kind == null) {
            throw problem("unknown kind of event '" + name + "'; was it written by a newer version?");
        }
        return kind;
    }

    private TraceEvent event(JsonParser json, EventKinds.@Nullable Kind kind) throws IOException {
        if (kind == null) {
            throw problem("the kind must stand before the fields");
        }
        List<EventKinds.Field> fields = kind.fields();
        @Nullable Object[] values = new Object[fields.size()];
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            int at = 0;
            while (at < fields.size() && !fields.get(at).name().equals(name)) {
                at++;
            }
            if (at == fields.size()) {
                throw problem(kind.name() + " has no field '" + name + "'");
            }
            values[at] = value(json, fields.get(at).type());
        }
        int missing = Arrays.asList(values).indexOf(null);
        if (missing >= 0) {
            throw problem(
                    kind.name() + " lacks the field '" + fields.get(missing).name() + "'");
        }
        return kind.make(values);
    }

    private Object value(JsonParser json, Class<?> type) throws IOException {
        if (type == String.class) {
            return json.getText();
        }
        if (type == long.class) {
            return json.getLongValue();
        }
        if (type == int.class) {
            return json.getIntValue();
        }
        if (type == boolean.class) {
            return json.getBooleanValue();
        }
        return strings(json);
    }

    private List<String> strings(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw problem("expected a list, found " + json.currentToken());
        }
        List<String> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(json.getText());
        }
        return List.copyOf(list);
    }

    private void expect(@Nullable JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw problem("expected " + wanted + ", found " + found);
        }
    }

    private @Nullable String nextLine() throws IOException {
        line++;
        return in.readLine();
    }

    private TraceFormatException problem(String what) {
        return new TraceFormatException(where, line, what);
    }
}
