package dev.quorate.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.outcome.Json;
import dev.quorate.outcome.RunRow;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finished runs on disk, a line each, appended as they finish: {@code runs.jsonl}.
 *
 * <p>The file begins with the study's id, so that runs of another study are never taken for this one's.
 */
public final class RunLog implements Closeable {

    /** The file holds something else, or cannot be read; the message says what would do. */
    public static final class NotThisStudy extends IOException {
        private static final long serialVersionUID = 1L;

        NotThisStudy(String message) {
            super(message);
        }
    }

    private static final String SCHEMA = "quorate-runs/1";

    private final LineLog lines;
    private final SortedMap<RunKey, RunRow> rows;

    private RunLog(LineLog lines, SortedMap<RunKey, RunRow> rows) {
        this.lines = lines;
        this.rows = rows;
    }

    /** Begin a new file, or go on with one that is there. */
    public static RunLog open(Path file, Study study) throws IOException {
        TreeMap<RunKey, RunRow> rows = new TreeMap<>();
        LineLog lines = LineLog.open(file, header(study), (number, line) -> {
            if (number == 1) {
                checkHeader(file, line, SCHEMA, study.id());
            } else {
                try {
                    RunRow row = RunRow.parse(line);
                    rows.put(new RunKey(row.cell(), row.seed()), row);
                } catch (IOException e) {
                    throw new NotThisStudy(
                            file + ":" + number + ": " + e.getMessage() + "; remove the file to begin anew");
                }
            }
        });
        return new RunLog(lines, rows);
    }

    /** How many runs a file holds, whatever study they are of; 0 when it holds none. */
    public static int count(Path file) throws IOException {
        return LineLog.count(file);
    }

    private static String header(Study study) {
        return Json.line(json -> {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            json.writeStringField("study", study.id());
            json.writeStringField("build", Build.text());
            json.writeNumberField("cells", study.cells().size());
            json.writeNumberField("firstSeed", study.firstSeed());
            json.writeEndObject();
        });
    }

    /** Whether a first line says that schema and that study, and that this build made it: another's models may differ. */
    static void checkHeader(Path file, String line, String schema, String study) throws NotThisStudy {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new NotThisStudy(file + ":1: is no file of runs; remove it to begin anew");
        }
        String found = json.path("schema").asText();
        if (!found.equals(schema) || !json.path("study").asText().equals(study)) {
            throw new NotThisStudy(file + ": holds runs of another study (" + found + " "
                    + json.path("study").asText() + ", this one is " + study
                    + "): the scenario, a setting or the draws differ; remove it to begin anew");
        }
        String build = json.path("build").asText();
        if (!build.equals(Build.text())) {
            throw new NotThisStudy(file + ": holds runs of build " + build + ", this is " + Build.text()
                    + ": its models may differ; go on with that build, or begin anew with --fresh");
        }
    }

    /** A run is finished. One that is there already is not counted twice. */
    public void add(RunRow row) throws IOException {
        if (rows.putIfAbsent(new RunKey(row.cell(), row.seed()), row) == null) {
            lines.append(row.line());
        }
    }

    /** Every run so far, by cell and seed. */
    public SortedMap<RunKey, RunRow> rows() {
        return Collections.unmodifiableSortedMap(rows);
    }

    public boolean has(RunKey key) {
        return rows.containsKey(key);
    }

    public Path file() {
        return lines.file();
    }

    /** Write the file anew with those runs only, in their order. */
    public void finish(Collection<RunRow> chosen) throws IOException {
        lines.finish(chosen.stream().map(RunRow::line).toList());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
