package dev.quorate.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.outcome.Json;
import dev.quorate.outcome.RunRow;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finished runs on disk, a line each, appended as they finish: {@code runs.jsonl}.
 *
 * <p>A line counts when its line feed is there; what a killed process left behind the last one is cut off. The file
 * begins with the study's id, so that runs of another study are never taken for this one's.
 */
public final class RunLog implements Closeable {

    /** The file holds runs of something else, or cannot be read; the message says what would do. */
    public static final class NotThisStudy extends IOException {
        private static final long serialVersionUID = 1L;

        NotThisStudy(String message) {
            super(message);
        }
    }

    private static final String SCHEMA = "quorate-runs/1";

    private final Path file;
    private final FileChannel channel;
    private final SortedMap<RunKey, RunRow> rows;

    private RunLog(Path file, FileChannel channel, SortedMap<RunKey, RunRow> rows) {
        this.file = file;
        this.channel = channel;
        this.rows = rows;
    }

    /** Begin a new file, or go on with one that is there. */
    public static RunLog open(Path file, Study study) throws IOException {
        TreeMap<RunKey, RunRow> rows = new TreeMap<>();
        long good = Files.exists(file) ? read(file, study, rows) : 0;
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            channel.truncate(good);
            channel.position(good);
            RunLog log = new RunLog(file, channel, rows);
            if (good == 0) {
                log.write(header(study));
            }
            return log;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** How many runs a file holds, whatever study they are of; 0 when it holds none. */
    public static int count(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (var lines = Files.lines(file)) {
            return (int) Math.max(0, lines.count() - 1);
        }
    }

    private static String header(Study study) {
        return Json.line(json -> {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            json.writeStringField("study", study.id());
            json.writeNumberField("cells", study.cells().size());
            json.writeNumberField("firstSeed", study.firstSeed());
            json.writeEndObject();
        });
    }

    /** Reads the good lines; answers with their length in bytes. */
    private static long read(Path file, Study study, SortedMap<RunKey, RunRow> rows) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int good = 0;
        int number = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            String line = new String(bytes, good, i - good, StandardCharsets.UTF_8);
            number++;
            if (number == 1) {
                checkHeader(file, line, study);
            } else {
                try {
                    RunRow row = RunRow.parse(line);
                    rows.put(new RunKey(row.cell(), row.seed()), row);
                } catch (IOException e) {
                    throw new NotThisStudy(
                            file + ":" + number + ": " + e.getMessage() + "; remove the file to begin anew");
                }
            }
            good = i + 1;
        }
        return good;
    }

    private static void checkHeader(Path file, String line, Study study) throws IOException {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new NotThisStudy(file + ":1: is no file of runs; remove it to begin anew");
        }
        String schema = json.path("schema").asText();
        if (!schema.equals(SCHEMA) || !json.path("study").asText().equals(study.id())) {
            throw new NotThisStudy(file + ": holds runs of another study (" + schema + " "
                    + json.path("study").asText() + ", this one is " + study.id()
                    + "): the scenario, a setting or the draws differ; remove it to begin anew");
        }
    }

    /** A run is finished. One that is there already is not counted twice. */
    public void add(RunRow row) throws IOException {
        if (rows.putIfAbsent(new RunKey(row.cell(), row.seed()), row) == null) {
            write(row.line());
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Every run so far, by cell and seed. */
    public SortedMap<RunKey, RunRow> rows() {
        return java.util.Collections.unmodifiableSortedMap(rows);
    }

    public boolean has(RunKey key) {
        return rows.containsKey(key);
    }

    public Path file() {
        return file;
    }

    /** Write the file anew with those runs only, in their order: the same bytes whoever finished first. */
    public void finish(Study study, Collection<RunRow> chosen) throws IOException {
        channel.force(true);
        Path sorted = file.resolveSibling(file.getFileName() + ".sorted");
        try (var out = Files.newBufferedWriter(sorted)) {
            out.write(header(study) + "\n");
            for (RunRow row : chosen) {
                out.write(row.line() + "\n");
            }
        }
        channel.close();
        Files.move(sorted, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
