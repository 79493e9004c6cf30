package dev.quorate.model.etcd.raft;

import dev.quorate.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Raft in the manner of etcd's own data-driven tests: command, what happens. */
class RaftGoldenTest {

    private static final String FOLDER = "etcd/raft/";

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden", FOLDER))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void happensAsWritten(String name) {
        RaftGroup group = new RaftGroup();
        Golden.check(FOLDER + name, group::run);
    }
}
