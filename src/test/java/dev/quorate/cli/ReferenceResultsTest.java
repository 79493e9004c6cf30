package dev.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole library, run as a person would: every expectation is met, and {@code results} holds what comes out.
 *
 * <p>When a model changes for a reason: {@code ./quorate run scenarios --reference}, and the difference is read before
 * it is committed.
 */
class ReferenceResultsTest {

    private static final Path KEPT = Path.of("results");

    /** A folder of one scenario's reference result. */
    private static final String REFERENCE = ".*/seed-?[0-9]+/[^/]+";

    @TempDir
    private static Path made;

    private static CommandLineBench quorate;

    @BeforeAll
    static void runTheLibrary() {
        quorate = new CommandLineBench();
        quorate.run("run", "scenarios", "--reference", "--out", made.toString());
    }

    @AfterAll
    static void forget() {
        quorate = null;
    }

    @Test
    void everyScenarioShowsWhatItSays() {
        assertThat(quorate.code()).as(quorate.out() + quorate.err()).isZero();
    }

    @Test
    void theReferenceResultsAreMadeAgainByteForByte() throws IOException {
        TreeMap<String, String> fresh = contents(made);
        TreeMap<String, String> kept = contents(KEPT);
        assertThat(kept.keySet())
                .as("remake them: ./quorate run scenarios --reference")
                .isEqualTo(fresh.keySet());
        List<String> differing = fresh.keySet().stream()
                .filter(file -> !fresh.get(file).equals(kept.get(file)))
                .toList();
        assertThat(differing)
                .as("differ from results/; remake them and read the difference: ./quorate run scenarios --reference")
                .isEmpty();
    }

    private static TreeMap<String, String> contents(Path folder) throws IOException {
        TreeMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (name.matches(REFERENCE)) {
                    contents.put(name, Files.readString(file));
                }
            }
        }
        return contents;
    }
}
