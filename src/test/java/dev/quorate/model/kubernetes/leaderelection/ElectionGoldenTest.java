package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Candidates for one Lease, command by command: every call, every event with its cause, to the millisecond. */
class ElectionGoldenTest {

    private static final String FOLDER = "leaderelection/";

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden", FOLDER))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void happensAsWritten(String name) {
        ElectionScript script = new ElectionScript();
        Golden.check(FOLDER + name, script::run);
    }
}
