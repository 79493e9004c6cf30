package dev.quorate.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs command lines in this JVM and keeps what they print. */
final class CommandLineBench {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Charset charset;
    private int code;

    CommandLineBench() {
        this(StandardCharsets.UTF_8);
    }

    CommandLineBench(Charset charset) {
        this.charset = charset;
    }

    CommandLineBench run(String... args) {
        out.reset();
        err.reset();
        Console console = new Console(
                new PrintStream(out, true, charset),
                new PrintStream(err, true, charset),
                charset,
                false,
                false,
                Path.of(""));
        code = CommandTree.execute(console, args);
        console.flush();
        return this;
    }

    int code() {
        return code;
    }

    String out() {
        return out.toString(charset);
    }

    String err() {
        return err.toString(charset);
    }
}
