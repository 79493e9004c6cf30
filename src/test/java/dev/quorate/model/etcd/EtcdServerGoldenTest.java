package dev.quorate.model.etcd;

import dev.quorate.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole etcd cluster, command by command: what its members do, and what clients are answered, to the millisecond. */
class EtcdServerGoldenTest {

    private static final String FOLDER = "etcd/server/";

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden", FOLDER))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void happensAsWritten(String name) {
        EtcdScript script = new EtcdScript();
        Golden.check(FOLDER + name, script::run);
    }
}
