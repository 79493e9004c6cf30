package dev.quorate.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.quorate.time.SimTime;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code messages.jsonl}: a header line, then one message a line, in the order in which they ended. */
public final class MessageFile {

    /** The format's name and version; a reader refuses another. */
    public static final String SCHEMA = "quorate-messages/1";

    private static final JsonFactory JSON = new JsonFactory();

    private MessageFile() {}

    /** Write every message. */
    public static void write(Path file, List<MessageRecord> messages) throws IOException {
        LineEncoder encoder = new LineEncoder();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            encoder.messages(SCHEMA);
            out.write(encoder.buffer(), 0, encoder.size());
            for (MessageRecord each : messages) {
                encoder.message(each);
                out.write(encoder.buffer(), 0, encoder.size());
            }
        }
    }

    /** Read every message. */
    public static List<MessageRecord> read(Path file) throws IOException {
        List<MessageRecord> messages = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            long line = 1;
            String header = in.readLine();
            if (header == null || !header.contains('"' + SCHEMA + '"')) {
                throw new TraceFormatException(file.toString(), 1, "does not begin with " + SCHEMA);
            }
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                try (JsonParser json = JSON.createParser(text)) {
                    messages.add(message(json));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    throw new TraceFormatException(file.toString(), line, "is no message: " + firstLine(e));
                }
            }
        }
        return messages;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static MessageRecord message(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("expected an object");
        }
        @Nullable SimTime sent = null;
        @Nullable SimTime ended = null;
        String fromHost = "";
        String fromComponent = "";
        String toHost = "";
        String toComponent = "";
        String network = "";
        int port = 0;
        String what = "";
        String lost = "";
        List<EventId> causes = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "sent" -> sent = new SimTime(json.getLongValue());
                case "ended" -> ended = new SimTime(json.getLongValue());
                case "fromHost" -> fromHost = json.getText().intern();
                case "from" -> fromComponent = json.getText().intern();
                case "toHost" -> toHost = json.getText().intern();
                case "to" -> toComponent = json.getText().intern();
                case "network" -> network = json.getText().intern();
                case "port" -> port = json.getIntValue();
                case "what" -> what = json.getText().intern();
                case "lost" -> lost = json.getText().intern();
                case "causes" -> {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        causes.add(new EventId(json.getLongValue()));
                    }
                }
                default -> json.skipChildren();
            }
        }
        if (sent == null || ended == null) {
            throw new IllegalArgumentException("a message needs sent and ended");
        }
        return new MessageRecord(
                sent, ended, fromHost, fromComponent, toHost, toComponent, network, port, what, lost, causes);
    }
}
