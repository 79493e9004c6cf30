package dev.quorate.trace;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a trace file, {@code events.jsonl}: a header line, then one event a line. */
public final class TraceWriter implements TraceSink, Closeable {

    private final OutputStream out;
    private final LineEncoder encoder = new LineEncoder();

    public TraceWriter(OutputStream out, TraceHeader header) throws IOException {
        this.out = new BufferedOutputStream(out, 1 << 16);
        encoder.header(header);
        this.out.write(encoder.buffer(), 0, encoder.size());
    }

    public static TraceWriter to(Path file, TraceHeader header) throws IOException {
        return new TraceWriter(Files.newOutputStream(file), header);
    }

    @Override
    public void accept(TraceRecord record) {
        encoder.record(record);
        try {
            out.write(encoder.buffer(), 0, encoder.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the trace: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
