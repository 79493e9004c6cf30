package dev.quorate.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the commands print: data on {@code out}, all else on {@code err}.
 *
 * @param out standard output
 * @param err standard error
 * @param charset what {@code out} can show; glyphs are chosen by it
 * @param outIsTerminal whether a person sees {@code out} directly
 * @param errIsTerminal whether a person sees {@code err} directly: progress is shown only then
 * @param home the folder that holds {@code scenarios}, or the current one
 */
record Console(
        PrintStream out, PrintStream err, Charset charset, boolean outIsTerminal, boolean errIsTerminal, Path home) {

    /** The process's own streams. */
    static Console system() {
        Charset charset = stdoutCharset();
        return new Console(
                stream(FileDescriptor.out, charset),
                stream(FileDescriptor.err, charset),
                charset,
                isTerminal(1),
                isTerminal(2),
                Path.of(System.getProperty("quorate.home", "")));
    }

    /** Whether colours are on by default: a terminal that has them, and nobody said no (no-color.org). */
    boolean wantsColour() {
        String none = System.getenv("NO_COLOR");
        return outIsTerminal && (none == null || none.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether text may hold signs beyond ASCII. */
    boolean isUnicode() {
        return charset.newEncoder().canEncode("±→█");
    }

    /** The path as given if it exists here, else below Quorate's home if it exists there, else as given. */
    Path find(Path path) {
        if (!Files.exists(path) && !path.isAbsolute() && Files.exists(home.resolve(path))) {
            return home.resolve(path);
        }
        return path;
    }

    /** {@code out} for who writes characters; flushed line by line. */
    PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, charset), true);
    }

    /** {@code err} for who writes characters; flushed line by line. */
    PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, charset), true);
    }

    void flush() {
        out.flush();
        err.flush();
    }

    private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
        OutputStream buffered = new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16);
        return new PrintStream(buffered, descriptor == FileDescriptor.err, charset);
    }

    /** JDK 19 and later tell stdout.encoding; before that the locale's charset is the default one, unless LC_ALL=C. */
    private static Charset stdoutCharset() {
        for (String property : new String[] {"stdout.encoding", "sun.stdout.encoding", "native.encoding"}) {
            Optional<Charset> charset = charset(System.getProperty(property, ""));
            if (charset.isPresent()) {
                return charset.get();
            }
        }
        return StandardCharsets.US_ASCII;
    }

    private static Optional<Charset> charset(String name) {
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** System.console() asks for both ends at once, and from JDK 22 on is there without a terminal too: ask Linux. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
