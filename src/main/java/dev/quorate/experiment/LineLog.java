package dev.quorate.experiment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file to which a line is appended as soon as something is finished, so that it can be taken up again: the first line
 * says what the file is of.
 *
 * <p>A line counts when its line feed is there; what a killed process left behind the last one is cut off.
 */
final class LineLog implements Closeable {

    /** Takes the lines that are there. */
    @FunctionalInterface
    interface Reader {
        /**
         * A line that counts.
         *
         * @param number 1 for the first, which says what the file is of
         * @throws RunLog.NotThisStudy when it is not what it should be
         */
        void read(int number, String line) throws IOException;
    }

    private final Path file;
    private final String header;
    private final FileChannel channel;

    private LineLog(Path file, String header, FileChannel channel) {
        this.file = file;
        this.header = header;
        this.channel = channel;
    }

    /** Begin a new file with that header, or read one that is there and go on with it. */
    static LineLog open(Path file, String header, Reader reader) throws IOException {
        long good = Files.exists(file) ? read(file, reader) : 0;
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            channel.truncate(good);
            channel.position(good);
            LineLog log = new LineLog(file, header, channel);
            if (good == 0) {
                log.append(header);
            }
            return log;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** How many lines a file holds beside its header; 0 when there is none. */
    static int count(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (var lines = Files.lines(file)) {
            return (int) Math.max(0, lines.count() - 1);
        }
    }

    /** Reads the good lines; answers with their length in bytes. */
    private static long read(Path file, Reader reader) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int good = 0;
        int number = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                reader.read(++number, new String(bytes, good, i - good, StandardCharsets.UTF_8));
                good = i + 1;
            }
        }
        return good;
    }

    /** Something is finished. */
    void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    Path file() {
        return file;
    }

    /** Write the file anew with those lines only: the same bytes whoever finished first. */
    void finish(Iterable<String> lines) throws IOException {
        channel.force(true);
        Path sorted = file.resolveSibling(file.getFileName() + ".sorted");
        try (var out = Files.newBufferedWriter(sorted)) {
            out.write(header + "\n");
            for (String line : lines) {
                out.write(line + "\n");
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
