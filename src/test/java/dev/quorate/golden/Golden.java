package dev.quorate.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;

/**
 * Golden text: a file of blocks, each a command, {@code ----}, and what it answers; lines that begin with {@code #} say
 * why. {@code -Dgolden.rewrite=true} writes the answers anew; read the diff before you commit it.
 *
 * <pre>
 * # a third of three is no majority
 * quorum votes=1 expected=3
 * ----
 * not quorate
 * </pre>
 *
 * Blocks are separated by an empty line; an answer holds none.
 */
public final class Golden {

    private static final Path ROOT = Path.of("src/test/resources/golden");

    private Golden() {}

    /** Run every block's command of {@code golden/<name>} and compare. */
    public static void check(String name, Function<String, String> answer) {
        Path file = ROOT.resolve(name);
        String given = read(file);
        List<String> blocks = new ArrayList<>();
        for (String block : given.strip().split("\n\\s*\n")) {
            blocks.add(answered(block, answer));
        }
        String made = String.join("\n\n", blocks) + "\n";
        if (Boolean.getBoolean("golden.rewrite")) {
            write(file, made);
        } else {
            assertThat(made)
                    .as("golden text %s (rewrite with -Dgolden.rewrite=true and read the diff)", file)
                    .isEqualTo(given);
        }
    }

    /** The same with a test for each block, named by what the block says of itself or by its command. */
    public static List<DynamicTest> tests(String name, Function<String, String> answer) {
        if (Boolean.getBoolean("golden.rewrite")) {
            return List.of(DynamicTest.dynamicTest(name, () -> check(name, answer)));
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String block : read(ROOT.resolve(name)).strip().split("\n\\s*\n")) {
            String title = block.lines().findFirst().orElse("");
            tests.add(DynamicTest.dynamicTest(
                    title,
                    () -> assertThat(answered(block, answer))
                            .as("golden text %s (rewrite with -Dgolden.rewrite=true and read the diff)", name)
                            .isEqualTo(block)));
        }
        return tests;
    }

    private static String answered(String block, Function<String, String> answer) {
        StringBuilder comments = new StringBuilder();
        StringBuilder command = new StringBuilder();
        for (String line : block.split("\n")) {
            if (line.equals("----")) {
                break;
            }
            if (line.startsWith("#")) {
                comments.append(line).append('\n');
            } else {
                command.append(command.isEmpty() ? "" : "\n").append(line);
            }
        }
        if (command.isEmpty()) {
            return comments.toString().strip();
        }
        return comments + command.toString() + "\n----\n"
                + answer.apply(command.toString()).strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
