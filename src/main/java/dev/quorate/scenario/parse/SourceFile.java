package dev.quorate.scenario.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file's text, read within limits: what is too large, too deep or no text is refused before HOCON's parser sees it.
 *
 * @param name as the person named it
 * @param text its content
 * @param lines the same, line by line
 */
record SourceFile(String name, String text, List<String> lines) {

    /** The largest file that is read. */
    static final int MAX_BYTES = 1 << 20;

    /** HOCON's parser is recursive: deeper nesting would overflow the stack. */
    static final int MAX_DEPTH = 50;

    /** Each substitution can double a value: 16 can make it 2^8 times as long. */
    static final int MAX_SUBSTITUTIONS = 16;

    static SourceFile of(String name, String text) {
        return new SourceFile(name, text, List.of(text.split("\\R", -1)));
    }

    /** Read a file; what is wrong with it as a whole is added to the problems. */
    static Optional<SourceFile> read(String name, Path path, Problems problems) {
        try {
            if (Files.isDirectory(path)) {
                problems.add(ScenarioProblem.of(name, "is a directory; name a scenario file in it"));
                return Optional.empty();
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                problems.add(ScenarioProblem.of(name, "is larger than 1 MB, which no scenario file is"));
                return Optional.empty();
            }
            return check(name, bytes, problems);
        } catch (NoSuchFileException e) {
            problems.add(ScenarioProblem.of(name, "no such file"));
        } catch (IOException e) {
            problems.add(ScenarioProblem.of(name, "cannot be read: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** The text of a line, from 1; empty beyond the end. */
    String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    private static Optional<SourceFile> check(String name, byte[] bytes, Problems problems) {
        if (isBinary(bytes)) {
            problems.add(ScenarioProblem.of(name, "is not a text file in UTF-8"));
            return Optional.empty();
        }
        SourceFile file = of(name, new String(bytes, StandardCharsets.UTF_8).replace("\uFEFF", ""));
        if (file.text.isBlank()) {
            problems.add(ScenarioProblem.of(
                    name, "is empty; a scenario has a title, a duration, a cluster, a timeline and expectations"));
            return Optional.empty();
        }
        return file.isTooDeep(problems) ? Optional.empty() : Optional.of(file);
    }

    private static boolean isBinary(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < 32 && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return true;
            }
        }
        byte[] again = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        return !Arrays.equals(bytes, again);
    }

    /** Counts brackets and substitutions outside of strings and comments; also reports a bracket that never ends. */
    private boolean isTooDeep(Problems problems) {
        int depth = 0;
        int substitutions = 0;
        boolean quoted = false;
        for (int n = 1; n <= lines.size(); n++) {
            String line = line(n);
            quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (quoted && c == '\\') {
                    i++;
                } else if (!quoted && (c == '#' || (c == '/' && i + 1 < line.length() && line.charAt(i + 1) == '/'))) {
                    break;
                } else if (!quoted && (c == '{' || c == '[')) {
                    if (++depth > MAX_DEPTH) {
                        problems.add(at(n, i + 1, "is nested deeper than " + MAX_DEPTH + " levels"));
                        return true;
                    }
                } else if (!quoted && (c == '}' || c == ']')) {
                    depth--;
                } else if (c == '$' && i + 1 < line.length() && line.charAt(i + 1) == '{') {
                    if (++substitutions > MAX_SUBSTITUTIONS) {
                        problems.add(at(n, i + 1, "has more than " + MAX_SUBSTITUTIONS + " substitutions"));
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private ScenarioProblem at(int line, int column, String message) {
        return new ScenarioProblem(name, line, column, message, line(line), 1, "");
    }
}
