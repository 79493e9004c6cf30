package dev.quorate.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.experiment.Frontier.Found;
import dev.quorate.outcome.Json;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Frontiers that were found, a line each, appended as each is: {@code frontier.jsonl}. */
public final class FrontierLog implements Closeable {

    /**
     * What a search came to.
     *
     * @param combination which combination of settings, from 0
     * @param found the frontier, if there is one
     * @param none why there is none; else {@code ""}
     */
    public record Entry(int combination, Optional<Found> found, String none) {

        private String line() {
            return Json.line(json -> {
                json.writeStartObject();
                json.writeNumberField("combination", combination);
                if (found.isPresent()) {
                    // as text: every digit of a double, read back as the same one
                    json.writeStringField("held", Double.toString(found.get().held()));
                    json.writeStringField("broken", Double.toString(found.get().broken()));
                    json.writeNumberField("runs", found.get().runs());
                    json.writeNumberField("seeds", found.get().seeds());
                } else {
                    json.writeStringField("none", none);
                }
                json.writeEndObject();
            });
        }

        private static Entry parse(String line) throws IOException {
            try {
                JsonNode json = new ObjectMapper().readTree(line);
                int combination = json.required("combination").asInt();
                if (json.has("none")) {
                    return new Entry(
                            combination, Optional.empty(), json.path("none").asText());
                }
                Found found = new Found(
                        Double.parseDouble(json.required("held").asText()),
                        Double.parseDouble(json.required("broken").asText()),
                        json.required("runs").asInt(),
                        json.required("seeds").asInt());
                return new Entry(combination, Optional.of(found), "");
            } catch (IllegalArgumentException e) {
                throw new IOException("no frontier that was found: " + e.getMessage(), e);
            }
        }
    }

    private static final String SCHEMA = "quorate-frontier/1";

    private final LineLog lines;
    private final SortedMap<Integer, Entry> entries;

    private FrontierLog(LineLog lines, SortedMap<Integer, Entry> entries) {
        this.lines = lines;
        this.entries = entries;
    }

    /** Begin a new file, or go on with one that is there; {@code study} says what is searched. */
    public static FrontierLog open(Path file, String study) throws IOException {
        String header = Json.line(json -> {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            json.writeStringField("study", study);
            json.writeStringField("build", Build.text());
            json.writeEndObject();
        });
        TreeMap<Integer, Entry> entries = new TreeMap<>();
        LineLog lines = LineLog.open(file, header, (number, line) -> {
            if (number == 1) {
                RunLog.checkHeader(file, line, SCHEMA, study);
                return;
            }
            try {
                Entry entry = Entry.parse(line);
                entries.put(entry.combination(), entry);
            } catch (IOException e) {
                throw new RunLog.NotThisStudy(
                        file + ":" + number + ": " + e.getMessage() + "; remove the file to begin anew");
            }
        });
        return new FrontierLog(lines, entries);
    }

    /** What that combination came to, if it was searched. */
    public Optional<Entry> of(int combination) {
        return Optional.ofNullable(entries.get(combination));
    }

    /** A search is finished. */
    public Entry add(Entry entry) throws IOException {
        entries.put(entry.combination(), entry);
        lines.append(entry.line());
        return entry;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
