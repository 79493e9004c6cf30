package dev.quorate.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.outcome.Json;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A hunt's finished runs on disk, a line each, appended as they finish, so that an interrupted hunt goes on.
 *
 * <p>A line counts when its line feed is there; what a killed process left behind the last one is cut off. Names are
 * written once, with the first run that has them; later runs give their numbers, so that 100,000 runs take some 20 MB.
 */
public final class HuntLog implements Closeable {

    private static final String SCHEMA = "quorate-hunt/1";

    private final FileChannel channel;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final BitSet done = new BitSet();

    private HuntLog(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Begin a new file, or go on with one that is there.
     *
     * @param hunt what its runs depend on: see {@link Hunt#id}
     * @param past hears every run that the file holds
     * @throws RunLog.NotThisStudy when it holds runs of another hunt
     */
    static HuntLog open(Path file, String hunt, Consumer<HuntRun> past) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            HuntLog log = new HuntLog(channel);
            long good = log.read(file, hunt, past);
            channel.truncate(good);
            channel.position(good);
            if (good == 0) {
                log.write(Json.line(json -> {
                    json.writeStartObject();
                    json.writeStringField("schema", SCHEMA);
                    json.writeStringField("hunt", hunt);
                    json.writeEndObject();
                }));
            }
            return log;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private long read(Path file, String hunt, Consumer<HuntRun> past) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        byte[] bytes = Files.readAllBytes(file);
        int good = 0;
        int number = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            number++;
            try {
                JsonNode line = mapper.readTree(bytes, good, i - good);
                if (number == 1) {
                    check(file, line, hunt);
                } else {
                    HuntRun run = run(line);
                    done.set(run.number());
                    past.accept(run);
                }
            } catch (RunLog.NotThisStudy e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw new RunLog.NotThisStudy(
                        file + ":" + number + ": is no run of a hunt; remove the file to begin anew");
            }
            good = i + 1;
        }
        return good;
    }

    private static void check(Path file, JsonNode line, String hunt) throws RunLog.NotThisStudy {
        if (!line.path("schema").asText().equals(SCHEMA)
                || !line.path("hunt").asText().equals(hunt)) {
            throw new RunLog.NotThisStudy(file + ": holds runs of another hunt, or of another build of Quorate ("
                    + line.path("hunt").asText() + ", this one is " + hunt + "); remove it to begin anew");
        }
    }

    boolean has(int run) {
        return done.get(run);
    }

    synchronized void add(HuntRun run) throws IOException {
        int known = names.size();
        String line = Json.line(json -> {
            json.writeStartObject();
            json.writeNumberField("run", run.number());
            write(json, "kinds", run.kinds());
            TreeSet<String> missed = new TreeSet<>(run.kinds());
            missed.removeAll(run.injected());
            write(json, "missed", missed);
            write(json, "judged", run.judged());
            write(json, "marks", run.marks());
            if (!run.broken().isEmpty()) {
                json.writeObjectFieldStart("broken");
                for (Map.Entry<String, Long> rule : run.broken().entrySet()) {
                    json.writeNumberField(rule.getKey(), rule.getValue());
                }
                json.writeEndObject();
            }
            if (!run.crash().isEmpty()) {
                json.writeStringField("crash", run.crash());
            }
            if (names.size() > known) {
                json.writeArrayFieldStart("names");
                for (String name : names.subList(known, names.size())) {
                    json.writeString(name);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
        write(line);
    }

    private void write(JsonGenerator json, String field, SortedSet<String> words) throws IOException {
        json.writeArrayFieldStart(field);
        for (String word : words) {
            json.writeNumber(numbers.computeIfAbsent(word, w -> {
                names.add(w);
                return names.size() - 1;
            }));
        }
        json.writeEndArray();
    }

    private HuntRun run(JsonNode line) {
        for (JsonNode name : line.path("names")) {
            numbers.put(name.asText(), names.size());
            names.add(name.asText());
        }
        SortedSet<String> kinds = words(line.path("kinds"));
        TreeSet<String> injected = new TreeSet<>(kinds);
        injected.removeAll(words(line.path("missed")));
        TreeMap<String, Long> broken = new TreeMap<>();
        line.path("broken")
                .properties()
                .forEach(rule -> broken.put(rule.getKey(), rule.getValue().asLong()));
        return new HuntRun(
                line.required("run").intValue(),
                kinds,
                injected,
                broken,
                words(line.path("judged")),
                words(line.path("marks")),
                line.path("crash").asText(""));
    }

    private SortedSet<String> words(JsonNode numbers) {
        TreeSet<String> words = new TreeSet<>();
        numbers.forEach(number -> words.add(names.get(number.intValue())));
        return words;
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
